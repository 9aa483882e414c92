"""What can go wrong in dunning, each as its user should read it."""


class EngineElsewhere(ValueError):
    """Another engine owns the reminders of this company."""


class UnknownAction(LookupError):
    """No action has this number."""


class ActionRefused(ValueError):
    """The action is not where this could be done to it."""


class ScenarioRefused(ValueError):
    """A scenario file cannot be used."""


class OutcomeRefused(ValueError):
    """The outcome of a contact lacks something, or cannot be taken back."""


class NoPlan(ValueError):
    """No instalment plan can be proposed."""


class PenaltyRefused(ValueError):
    """Penalties cannot be waived or paid so."""
