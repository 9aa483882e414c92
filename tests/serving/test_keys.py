"""Who may come in by HTTP."""

import stat
from dataclasses import replace
from pathlib import Path

from serving.keys import KeyRing, hashed, kept_in, key_ring, make_key
from serving.settings import settings_from


def test_a_made_key_opens_and_only_its_hash_is_kept(tmp_path: Path) -> None:
    key = make_key(tmp_path)
    kept = kept_in(tmp_path)
    assert key not in kept.read_text(encoding="ascii")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    ring = key_ring(settings_from({"ENCOURS_HOME": str(tmp_path)}))
    assert ring.opens(key)
    assert not ring.opens(hashed(key))


def test_keys_are_never_made_twice_alike(tmp_path: Path) -> None:
    assert make_key(tmp_path) != make_key(tmp_path)


def test_the_environment_replaces_the_made_key(tmp_path: Path) -> None:
    """Whoever sets a key means that one, and not also one shown on a terminal long ago."""
    made = make_key(tmp_path)
    where = replace(settings_from({"ENCOURS_HOME": str(tmp_path)}), api_keys=("one", "two"))
    assert [key_ring(where).opens(key) for key in ("one", "two", made, "")] == [True, True, False, False]


def test_an_empty_ring_opens_to_nobody() -> None:
    assert not KeyRing(()).opens("")
