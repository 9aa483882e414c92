"""A house of its own for each test, and the command line in this process."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from serving.cli.main import run

INVOICES = """number,customer,issued_on,due_on,amount,currency,paid_on
F-1,ACME,2024-01-02,2024-02-01,1200.00,EUR,2024-02-10
F-2,ACME,2024-03-04,2024-04-03,800.00,EUR,
F-3,BOLT,2024-03-05,2024-04-04,50.00,EUR,
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command line left behind."""

    code: int
    out: str
    err: str


Encours = Callable[..., Said]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only ENCOURS_… variable is a fresh home; the terminal of the developer does not shine through."""
    for name in (
        "ENCOURS_DATABASE_URL",
        "ENCOURS_DATA",
        "ENCOURS_LANGUAGE",
        "ENCOURS_API_KEY",
        "ENCOURS_API_KEYS",
        "ENCOURS_SMTP_URL",
        "ENCOURS_IMAP_URL",
        "ENCOURS_WEBHOOK_URL",
        "ENCOURS_WEBHOOK_URLS",
        "ENCOURS_WEBHOOK_SECRET",
        "ENCOURS_MAIL_FROM",
        "ENCOURS_ALERTS_TO",
        "ENCOURS_AUTHOR",
        "ENCOURS_ENGINE",
        "ENCOURS_INBOX",
        "ENCOURS_LOG",
        "ENCOURS_RATE_PER_MINUTE",
        "ENCOURS_UPLOAD_MB",
        "ENCOURS_POLICY",
        "ENCOURS_TEMPLATES",
        "ENCOURS_LOOKUPS",
        "ENCOURS_LOOKUP_REGISTER",
        "ENCOURS_LOOKUP_BODACC",
        "ENCOURS_LOOKUP_RATIOS",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ENCOURS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def encours(home: Path, capsys: pytest.CaptureFixture[str]) -> Encours:
    def call(*arguments: object) -> Said:
        code = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call


@pytest.fixture
def invoices(tmp_path: Path) -> Path:
    file = tmp_path / "invoices.csv"
    file.write_text(INVOICES, encoding="utf-8")
    return file
