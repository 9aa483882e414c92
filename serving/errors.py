"""What the doors answer to each exception of the house: one table for HTTP and command line."""

from dataclasses import dataclass

# Exit codes a script can tell apart. 2 is what every command line means by wrong usage, 70 by its own fault.
EXIT_NOTHING_USABLE = 1
EXIT_REFUSED = 2
EXIT_UNKNOWN = 3
EXIT_NOT_READY = 4
EXIT_UNREACHABLE = 5
EXIT_OUR_FAULT = 70


@dataclass(frozen=True, slots=True)
class Answer:
    """HTTP status, exit code, and the slug and title of the problem type."""

    status: int
    exit_code: int
    slug: str
    title: str


REFUSED = Answer(422, EXIT_REFUSED, "refused-value", "A value cannot be used")
OUR_FAULT = Answer(500, EXIT_OUR_FAULT, "our-fault", "Encours failed on a fault of its own")

# By path rather than by class: the HTTP door may not import `training`, and `encours --help` should not pay
# for LightGBM. tests/architecture compares these paths with the classes the house defines, both ways.
ANSWERS = {
    "kernel.dated.NotInForce": Answer(422, EXIT_REFUSED, "not-in-force", "No value is in force that day"),
    "kernel.money.CurrencyMismatch": Answer(
        422, EXIT_REFUSED, "currency-mismatch", "Two currencies cannot be added"
    ),
    "serving.settings.SettingRefused": Answer(
        500, EXIT_REFUSED, "setting-refused", "A setting cannot be used"
    ),
    "store.errors.DatabaseTooNew": Answer(
        503, EXIT_UNREACHABLE, "database-too-new", "The database is of a later version"
    ),
    "store.errors.DatabaseUnreachable": Answer(
        503, EXIT_UNREACHABLE, "database-unreachable", "The database cannot be reached"
    ),
}


def answer_to(error: BaseException) -> Answer | None:
    """The answer to an exception or to the nearest of its ancestors; None when nobody foresaw it."""
    for ancestor in type(error).__mro__:
        answer = ANSWERS.get(f"{ancestor.__module__}.{ancestor.__qualname__}")
        if answer is not None:
            return answer
    return None
