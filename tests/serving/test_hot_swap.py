"""The champion moves while a real server answers: nothing is dropped, and each answer is of one version."""

import json
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from features.catalogue import CATALOGUE
from scoring.default.model import DEFAULT
from scoring.default.prior import expert_model
from scoring.gateway import Registry
from scoring.vectors.usecases import score_features
from serving.app import create_app
from serving.settings import settings
from tests.policies import GRADES
from tests.training.default.companies import failing_model
from training.acts import Deed
from training.gateway import Tracking

KEY = "open-sesame"
FIGURES = ("model", "pd_12m", "pd_12m_low", "pd_12m_high", "contributions", "own_weight")
FEATURES = {feature.name: 1.0 for feature in CATALOGUE}
SWAPS, ASKERS = 4, 3


@contextmanager
def open_door(door: FastAPI) -> Iterator[str]:
    """A server of uvicorn's, as `encours serve` runs it, in a thread of this process."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(door, log_config=None, access_log=False))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        running.join()


def asked(url: str) -> dict[str, Any]:
    """Raises whatever is not an answer."""
    request = urllib.request.Request(  # noqa: S310  # of this machine
        f"{url}/v1/scores",
        data=json.dumps({"features": FEATURES, "in_default": False}).encode(),
        headers={"X-API-Key": KEY, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
        told: dict[str, Any] = json.loads(answer.read())
    return {name: told[name] for name in FIGURES}


def test_a_swap_drops_nothing_and_mixes_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCOURS_API_KEY", KEY)
    monkeypatch.setenv("ENCOURS_RATE_PER_MINUTE", "0")
    tracking = Tracking(home)
    for model in (failing_model(), expert_model(country="FR")):
        tracking.release(DEFAULT, model, figures={})
    by_hand = _figures_of_both(home)
    assert by_hand["default 1"]["pd_12m"] != by_hand["default 2"]["pd_12m"]
    told: list[dict[str, Any]] = []
    broken: list[BaseException] = []
    stopped = threading.Event()

    def ask_on(url: str) -> None:
        try:
            while not stopped.is_set():
                told.append(asked(url))
        except BaseException as error:  # in a thread it would be lost
            broken.append(error)

    with open_door(create_app(settings())) as url:
        askers = [threading.Thread(target=ask_on, args=(url,)) for _ in range(ASKERS)]
        for one in askers:
            one.start()
        for number in range(SWAPS):
            to = 1 + number % 2
            tracking.act(DEFAULT.name, deed=Deed.PROMOTE, to=to, who="Ana", at="", why="")
            assert asked(url)["model"] == f"default {to}"  # who asks after the swap hears the new one
            time.sleep(0.05)
        stopped.set()
        for one in askers:
            one.join()
    assert broken == []
    assert {one["model"] for one in told} == set(by_hand)
    for one in told:
        assert one == by_hand[one["model"]]


def _figures_of_both(home: Path) -> dict[str, dict[str, Any]]:
    registry, found = Registry(home), {}
    for label in ("default 1", "default 2"):
        one = score_features(registry, FEATURES, model=label, in_default=False, grades=GRADES)
        told = (one.model, one.pd_12m, one.low, one.high, dict(one.contributions), one.own_weight)
        found[label] = dict(zip(FIGURES, told, strict=True))
    return found
