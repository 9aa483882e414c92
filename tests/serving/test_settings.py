"""Where things are, and what is told of a value that cannot be used."""

from pathlib import Path

import pytest

from kernel.language import Language
from serving.settings import SettingRefused, settings_from


def test_nothing_need_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A first try must work without any setting."""
    monkeypatch.chdir(tmp_path)
    found = settings_from({})
    assert found.home == tmp_path / "var"
    assert found.database_url == f"sqlite:///{tmp_path}/var/encours.db"
    assert found.language is Language.ENGLISH
    assert (found.data, found.api_keys) == (None, ())


def test_every_setting_is_read(tmp_path: Path) -> None:
    found = settings_from(
        {
            "ENCOURS_HOME": str(tmp_path),
            "ENCOURS_DATABASE_URL": "postgresql://me@host/ledger",
            "ENCOURS_DATA": str(tmp_path),
            "ENCOURS_LANGUAGE": "FR",
            "ENCOURS_API_KEY": "one",
            "ENCOURS_API_KEYS": "two, three,one",
            "ENCOURS_SMTP_URL": "smtp://me:pw@mail.example.com",
            "ENCOURS_MAIL_FROM": "credit@example.com",
            "ENCOURS_WEBHOOK_URL": "https://a.example.com",
            "ENCOURS_WEBHOOK_URLS": "https://b.example.com https://a.example.com",
            "ENCOURS_SMS_URL": "https://sms.example.com/token",
            "ENCOURS_WEBHOOK_SECRET": "0123456789abcdef",
        }
    )
    assert found.home == found.data == tmp_path
    assert found.database_url == "postgresql://me@host/ledger"
    assert found.language is Language.FRENCH
    assert found.api_keys == ("one", "two", "three")
    assert (found.smtp_url, found.mail_from) == ("smtp://me:pw@mail.example.com", "credit@example.com")
    assert found.webhook_urls == ("https://a.example.com", "https://b.example.com")
    assert found.sms_url == "https://sms.example.com/token"
    assert found.webhook_secret == "0123456789abcdef"


def test_secrets_stay_out_of_what_is_printed(tmp_path: Path) -> None:
    found = settings_from(
        {
            "ENCOURS_API_KEY": "secret-key",
            "ENCOURS_DATABASE_URL": "postgresql://me:secret@host/x",
            "ENCOURS_SMTP_URL": "smtp://me:secret@host",
            "ENCOURS_WEBHOOK_URL": "https://host/secret",
            "ENCOURS_SMS_URL": "https://host/secret",
            "ENCOURS_WEBHOOK_SECRET": "secret-of-some-length",
        }
    )
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("ENCOURS_HOME", __file__, "Name a folder"),
        ("ENCOURS_DATABASE_URL", "ledger.db", "Write sqlite:////absolute/file.db"),
        ("ENCOURS_DATA", "/no/such/folder", "Name one"),
        ("ENCOURS_LANGUAGE", "de", "Write en or fr"),
        ("ENCOURS_API_KEY", "clé d’or", "Choose letters, digits"),
        ("ENCOURS_SMTP_URL", "mail.example.com", "Write smtp://"),
        ("ENCOURS_WEBHOOK_URL", "example.com", "https://"),
        ("ENCOURS_WEBHOOK_SECRET", "short", "32 random letters"),
    ],
)
def test_a_bad_value_is_told_with_what_to_write(name: str, value: str, advice: str) -> None:
    with pytest.raises(SettingRefused, match=advice) as refused:
        settings_from({name: value})
    assert str(refused.value).startswith(name)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("name", ["ENCOURS_HOME", "ENCOURS_LANGUAGE", "ENCOURS_API_KEY", "ENCOURS_DATA"])
def test_a_blank_value_is_as_if_unset(name: str) -> None:
    """Compose files and service units often set a variable to nothing."""
    assert settings_from({name: " "}) == settings_from({})
