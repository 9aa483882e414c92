"""The scenario files in force: a company's own beside those that come with the house, by their code."""

from collections.abc import Mapping
from pathlib import Path

from dunning.errors import ScenarioRefused
from dunning.scenario import Scenario
from dunning.sender import SenderPolicy
from kernel.policy import PolicyRefused, policy_from
from serving.policies import policy_file, policy_in_force, policy_text
from serving.settings import Settings

# In the working tree as in a wheel.
_SHIPPED = Path(__file__).resolve().parent.parent / "scenarios"


def scenario_files(where: Settings) -> dict[str, Path]:
    """Where each scenario is read, by its code: in the home's own folder, or as shipped."""
    found: dict[str, Path] = {}
    for folder in (_SHIPPED, where.home / "scenarios"):
        found |= {path.stem: path for path in sorted(folder.glob("*.toml"))}
    return found


def scenario_from(path: Path) -> Scenario:
    """The scenario of a file, whose name must be its code. Raises ScenarioRefused with a sentence."""
    try:
        found = policy_from(policy_text(path), Scenario, name=str(path))
    except PolicyRefused as error:
        raise ScenarioRefused(str(error)) from error
    if found.code != path.stem:
        raise ScenarioRefused(
            f"{path}: code is “{found.code}”. It must be the name of its file, {path.stem}."
        )
    return found


def scenarios(where: Settings) -> Mapping[str, Scenario]:
    """Every scenario in force. Raises ScenarioRefused, PolicyRefused."""
    found = {code: scenario_from(path) for code, path in scenario_files(where).items()}
    for code, path in scenario_files(where).items():
        check_senders(found[code], where, path)
    return found


def check_senders(scenario: Scenario, where: Settings, path: Path) -> None:
    """Whoever writes must be in the sender's file. Raises ScenarioRefused, PolicyRefused."""
    named = [(step.level, step.sender) for step in scenario.steps if step.sender]
    if not named:
        return
    known = [one.code for one in policy_in_force(where, "sender", SenderPolicy).senders]
    for level, sender in named:
        if sender not in known:
            told = f"Known there: {', '.join(sorted(known))}." if known else "It names none yet."
            raise ScenarioRefused(
                f"{path}: the step of level {level} is sent by “{sender}”, whom "
                f"{policy_file(where, 'sender')} does not name. {told} Add [[senders]] with this code there, "
                "or leave sender out."
            )
