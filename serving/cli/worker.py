"""`encours worker`: sends what is ready, and begins the day at its hour."""

import signal
from datetime import time
from threading import Event
from typing import Annotated

import typer

from serving import clock
from serving.cli.house import opened
from serving.cli.output import remark
from serving.logs import log_lines
from serving.running.worker import Worker
from serving.settings import settings

app = typer.Typer(add_completion=False)


def _hour(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"“{text}” is no time of day; write it as 07:00.") from error


@app.command()
def worker(
    daily_at: Annotated[
        time, typer.Option(parser=_hour, metavar="HH:MM", help="When the day begins, in France.")
    ] = time(7),
    every: Annotated[float, typer.Option(min=1, max=3600, help="Seconds between two looks.")] = 30,
    once: Annotated[bool, typer.Option("--once", help="Look once, and stop.")] = False,
) -> None:
    """Run until stopped: by Ctrl-C or SIGTERM it ends after the message in hand."""
    where, stopped = settings(), Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_told: stopped.set())
    log_lines(everything=where.log_everything)
    with opened(where) as database:
        remark(f"The day begins at {daily_at:%H:%M}; messages leave as they are ready.")
        Worker(database, where, clock.now, daily_at, every).run(stopped, rounds=1 if once else None)
    remark("Stopped.")
