"""`encours serve`: the HTTP door."""

import socket
from contextlib import suppress
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from serving.app import create_app
from serving.cli.options import AsJson
from serving.cli.output import print_json, say
from serving.keys import kept_in, key_ring, make_key
from serving.logs import log_lines
from serving.opening import open_house
from serving.settings import Settings, settings, share_metrics
from serving.tuning import answer_in_turn

app = typer.Typer(add_completion=False)

_HIGHEST_PORT = 65_535
_SECONDS_TO_FINISH = 30
# A process that does not say it lives within this is killed; the usual 5 s pass on a busy machine.
_SECONDS_TO_LIVE = 30


class DoorTaken(OSError):
    """The address to listen on is not free, or not ours."""


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 opens it to the network.")] = (
        "127.0.0.1"
    ),
    port: Annotated[
        int, typer.Option(min=0, max=_HIGHEST_PORT, help="The port; 0 takes any free one.")
    ] = 8000,
    workers: Annotated[
        int,
        typer.Option(min=1, max=64, help="Processes that answer; several need PostgreSQL to write at once."),
    ] = 1,
    as_json: AsJson = False,
) -> None:
    """Open the HTTP door: pages and API. The first start makes an API key and shows it once."""
    where = settings()
    key = _first_key(where)
    door = _door(where, workers)
    with _listening(host, port) as listening:
        url = f"http://{host}:{listening.getsockname()[1]}"
        if as_json:
            print_json({"url": url, "api_key": key or None})
        else:
            _tell(url, key, where)
        with suppress(KeyboardInterrupt):  # Ctrl-C is how one closes this door
            if door is not None:
                log_lines(everything=where.log_everything)
                answer_in_turn()
                uvicorn.Server(_config(door)).run(sockets=[listening])
            else:
                _together(listening, workers, where)


def _door(where: Settings, workers: int) -> FastAPI | None:
    """The application, where it answers in this process; else what would keep others from opening is said."""
    if workers == 1:
        return create_app(where)
    open_house(where).close()
    return None


def _config(door: FastAPI | str, workers: int = 1) -> uvicorn.Config:
    """Answers under way are finished before the house closes, for half a minute at most."""
    return uvicorn.Config(
        door,
        factory=isinstance(door, str),
        workers=workers,
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=True,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        timeout_worker_healthcheck=_SECONDS_TO_LIVE,
    )


def _together(listening: socket.socket, workers: int, where: Settings) -> None:
    """Several processes behind one socket; one that dies is started again."""
    share_metrics(where.home / "metrics")
    config = _config("serving.app:from_environment", workers)
    Multiprocess(config, sockets=[listening]).run()


def _first_key(where: Settings) -> str:
    """A new key when the house has none, else nothing."""
    return "" if key_ring(where).hashes else make_key(where.home)


def _listening(host: str, port: int) -> socket.socket:
    """Bound before the server starts, so that a port in use is a sentence and not a log."""
    try:
        return socket.create_server((host, port))
    except (OSError, OverflowError) as error:
        raise DoorTaken(
            f"Encours cannot listen on {host}:{port}: {error}. Choose another with --port or --host."
        ) from error


def _tell(url: str, key: str, where: Settings) -> None:
    say(f"Encours answers on {url} until Ctrl-C.")
    if key:
        say(f"API key, shown this once: {key}")
        say(f"Only its hash is kept; delete {kept_in(where.home)} and start again to make another.")
    shown = key or "YOUR-KEY"
    say(f"Pages: {url}/login; encours users add lets somebody in.")
    say(f"Try: curl -H 'X-API-Key: {shown}' {url}/v1/queue")
    say(f"What it answers to, with the same key: {url}/openapi.json")
