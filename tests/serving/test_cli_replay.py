"""Stored scores proved, and a challenger told, on the command line."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from scoring.kept import ShadowKept
from scoring.repository import ScoreRepository
from scoring.tables import StoredScore
from scoring.vectors.repository import keep_shadows
from serving.opening import open_house
from serving.settings import settings
from tests.serving.conftest import Encours

DAY = "2024-03-31"


@pytest.fixture
def scored(encours: Encours, invoices: Path) -> Encours:
    assert encours("import", "invoices", invoices, "--on", "2024-06-01").code == 0
    assert encours("score", "--all", "--as-of", DAY).code == 0
    return encours


def test_stored_scores_come_out_the_same_until_somebody_touches_one(scored: Encours) -> None:
    assert "2 scores reckoned again; 0 came out otherwise" in scored("score", "replay").out
    told = json.loads(scored("score", "replay", "--as-of", DAY, "--json").out)
    assert (told["same"], told["differing"], told["without_features"]) == (2, [], 0)
    assert json.loads(scored("score", "replay", "--as-of", "2024-01-01", "--json").out)["same"] == 0
    with open_house(settings()).transaction() as session:
        session.execute(update(StoredScore).values(pd_12m=0.9))
    touched = scored("score", "replay")
    assert touched.code == 1
    assert "ACME, 2024-03-31, expert prior: pd_12m 0.9 →" in touched.out


def test_a_customer_named_like_a_command_can_still_be_asked(scored: Encours) -> None:
    assert scored("score", "ACME", "--as-of", DAY).code == 0
    assert "replay" in scored("score", "one", "replay", "--as-of", DAY).err


def test_a_challenger_is_laid_beside_the_champion(scored: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = scored("models", "shadow", "--as-of", DAY)
    assert (nobody.code, nobody.out) == (4, "")
    assert "encours train default" in nobody.err
    day = date.fromisoformat(DAY)
    with open_house(settings()).transaction() as session:
        shadows = [
            ShadowKept(one.customer_id, day, "default 2", 2, 0.4, 0.2, 0.6, 0.4, "F", "", {})
            for one in ScoreRepository(session).on(day)
        ]
        keep_shadows(session, shadows, as_of=day, model="default 2")
    told = json.loads(scored("models", "shadow", "--as-of", DAY, "--json").out)
    assert (told["challenger"], told["customers"], told["mean_challenger"]) == ("default 2", 2, 0.4)
    assert told["rank_agreement"] is None
    assert "default 2 beside expert prior" in scored("models", "shadow", "--as-of", DAY).out
    monkeypatch.setenv("ENCOURS_LANGUAGE", "fr")
    assert "Indice de stabilité" in scored("models", "shadow", "--as-of", DAY).out
