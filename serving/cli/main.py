"""The command line `encours`: finds the command, runs it, and turns what went wrong into one sentence."""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer
import typer.main

from serving import errors
from serving.cli.lazy import Entry, LazyGroup
from serving.settings import SettingRefused, prepare, settings
from serving.tuning import collect_rarely
from serving.version import installed_version

_EXIT_INTERRUPTED = 130  # what a shell says of a program stopped by Ctrl-C
_EXIT_CLOSED_PIPE = 141  # and of one whose reader went away

COMMANDS = {
    "demo": Entry("serving.cli.demo", "Show the whole house at work on a sample company."),
    "import": Entry("serving.cli.importing", "Bring accounts, bank statements, invoices and customers in."),
    "match": Entry("serving.cli.matching", "Match bank entries with open invoices."),
    "customers": Entry("serving.cli.customers", "Tell who customers are, and what is missing of them."),
    "company": Entry("serving.cli.company", "Tell what is public about a company, by its SIREN."),
    "ledger": Entry("serving.cli.ledger", "Tell the ledger in numbers."),
    "einvoices": Entry("serving.cli.einvoices", "Tell what electronic invoices lack."),
    "relation": Entry("serving.cli.relation", "Tell all that stands between us and a customer."),
    "dispute": Entry("serving.cli.dispute", "Open, resolve and list disputes."),
    "promise": Entry("serving.cli.promise", "Write promises to pay down, and list how they were kept."),
    "plan": Entry("serving.cli.plan", "Agree instalment plans, and follow them."),
    "block": Entry("serving.cli.block", "Hold reminders back until a day."),
    "write-off": Entry("serving.cli.write_off", "Give up what will not be paid, or undo it."),
    "hand-over": Entry("serving.cli.hand_over", "Hand claims over to a third party, or take them back."),
    "prospect": Entry("serving.cli.prospect", "Say whether a company may buy on account."),
    "decisions": Entry("serving.cli.decisions", "Contest automatic decisions, answer, and decide otherwise."),
    "order": Entry("serving.cli.order", "Say whether an order may leave."),
    "cover": Entry("serving.cli.cover", "Keep credit insurance, its deadlines and its claims."),
    "ageing": Entry("serving.cli.ageing", "Show the aged balance, by customer or otherwise."),
    "dso": Entry("serving.cli.dso", "Show days of sales outstanding, cash collected and delays."),
    "provisions": Entry("serving.cli.provisions", "Tell what is expected to be lost of what is open."),
    "causes": Entry("serving.cli.causes", "Rank the causes of lateness by money."),
    "status": Entry("serving.cli.status", "Say what the ledger holds and what waits for a person."),
    "train": Entry("serving.cli.train", "Make a model from the ledger."),
    "backtest": Entry("serving.cli.backtest", "Judge the model on a past it has not seen."),
    "watch": Entry("serving.cli.watch", "Say whether the model in service still holds, and what to do."),
    "models": Entry("serving.cli.models", "List, compare, promote and roll back models."),
    "score": Entry("serving.cli.score", "Score a customer, with the reasons."),
    "limit": Entry("serving.cli.limit", "Propose, grant and follow credit limits."),
    "policy": Entry("serving.cli.policy", "Check a policy file, and see what it would change."),
    "grades": Entry("serving.cli.grades", "Tell who holds which grade, and what came of it."),
    "predict": Entry("serving.cli.predict", "Tell when open invoices will probably be paid."),
    "export": Entry("serving.cli.export", "Write facts out, for other machines."),
    "forecast": Entry("serving.cli.forecast", "Tell the cash to come, with intervals."),
    "alerts": Entry("serving.cli.alerts", "Say when to worry about which customer, and what to do."),
    "dun": Entry("serving.cli.dun", "Decide the day's reminders, and put them in the outbox."),
    "actions": Entry("serving.cli.actions", "List, approve, refuse and finish what was decided."),
    "scenario": Entry(
        "serving.cli.scenario", "Check, show and replay scenarios, and choose one for a customer."
    ),
    "letter": Entry("serving.cli.letter", "Show a reminder as it would be worded or printed for a customer."),
    "penalties": Entry("serving.cli.penalties", "Reckon interest and indemnity of late invoices."),
    "queue": Entry(
        "serving.cli.worklist", "List today's most useful contacts, and write down what came of them."
    ),
    "effect": Entry("serving.cli.effect", "Show what reminders do, by step and channel."),
    "attach": Entry("serving.cli.attach", "Keep papers of a customer: invoices, deliveries, contracts."),
    "dossier": Entry("serving.cli.dossier", "Put all about a customer in one file, with its proof."),
    "partners": Entry("serving.cli.partners", "Tell who collects for us, and who may take a case."),
    "routes": Entry("serving.cli.routes", "Compare the ways to go once reminders are over."),
    "deadlines": Entry("serving.cli.deadlines", "List the days by which a right is lost, and why."),
    "messages": Entry("serving.cli.messages", "List what leaves the house, send it, settle what is unclear."),
    "replies": Entry("serving.cli.replies", "Read mail that came back, list it, vouch for an address."),
    "users": Entry("serving.cli.users", "Tell who signs in, and what they may do."),
    "keys": Entry("serving.cli.keys", "Make, rotate and revoke the keys of programs."),
    "person": Entry("serving.cli.person", "Show a person what is held of them, or erase who they are."),
    "retention": Entry("serving.cli.retention", "Drop what has been kept for long enough."),
    "audit": Entry("serving.cli.audit", "Tell who did what, and check that nobody touched the trail."),
    "serve": Entry("serving.cli.serve", "Open the HTTP door."),
    "worker": Entry("serving.cli.worker", "Send what is ready, and begin the day at its hour."),
    "daily": Entry("serving.cli.daily", "Import, score, tell alerts, remind, send: each once a day."),
    "doctor": Entry("serving.cli.doctor", "Say whether the house is well, and what to do."),
    "backup": Entry("serving.cli.backup", "Copy the whole house into one file."),
    "restore": Entry("serving.cli.restore", "Put a copy back into an empty house."),
    "simulate": Entry("serving.cli.simulate", "Write the files of an invented company."),
}


class _Encours(LazyGroup):
    table = COMMANDS


app = typer.Typer(cls=_Encours, no_args_is_help=True, add_completion=False)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"encours {installed_version()}")
        raise typer.Exit


@app.callback()
def encours(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Credit management from the ledger a company already has."""


def main() -> None:
    """Entry point of the console script."""
    prepare()
    collect_rarely()
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; nothing but Ctrl-C twice gets out as an exception."""
    try:
        code = _invoke(list(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read us has seen enough. Python would complain again when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _EXIT_CLOSED_PIPE
    except KeyboardInterrupt:
        _complain("Stopped. What was being written was undone.")
        return _EXIT_INTERRUPTED
    except Exception as error:
        return _answer(error)
    return code


def _invoke(arguments: list[str]) -> int:
    command = typer.main.get_command(app)
    try:
        with command.make_context("encours", arguments) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except typer.Abort:
        return _EXIT_INTERRUPTED
    except typer.TyperException as misuse:
        if misuse.format_message():  # empty when a help page stands for it
            _complain(misuse.format_message())
        return errors.EXIT_REFUSED
    return 0


def _answer(error: Exception) -> int:
    """The exit code of an exception, after its sentence."""
    answer = errors.answer_to(error)
    if answer is None:
        _complain(f"Encours met a fault of its own, {type(error).__name__}: {error}. {_kept(error)}")
        return errors.EXIT_OUR_FAULT
    # The sentence of a library's exception is ours and hides its cause, which the engineer will want.
    _complain(errors.sentence_of(error) if errors.is_ours(error) else f"{answer.title}. {_kept(error)}")
    return answer.exit_code


def _kept(error: Exception) -> str:
    """Where the traceback went: out of the reader's sight, within the engineer's reach."""
    told = "".join(traceback.format_exception(error))
    try:
        log = settings().home / "fault.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(told, encoding="utf-8")
    except (OSError, SettingRefused):
        return f"Its details could not be written down, so here they are:\n{told}"
    return f"Its details are in {log}; please send them to whoever looks after Encours."


def _complain(sentence: str) -> None:
    typer.echo(sentence, err=True)


if __name__ == "__main__":
    main()
