"""Where things are: the one place that reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kernel.language import Language

_SHORTEST_SECRET = 16


class SettingRefused(ValueError):
    """An ENCOURS_… variable holds a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class LookupSettings:
    """Which public registers are asked: the official ones if `on`, each elsewhere if an address is given."""

    on: bool = False
    register: str = ""
    bodacc: str = ""
    ratios: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; secrets stay out of its printed form."""

    home: Path
    database_url: str = field(repr=False)
    data: Path | None
    language: Language
    api_keys: tuple[str, ...] = field(repr=False)
    policy: Path | None = None  # a folder whose files stand in the place of the shipped ones
    templates: Path | None = None  # a folder whose texts of letters stand in the place of the shipped ones
    author: str = ""  # who is named beside what a person does on the command line
    smtp_url: str = field(default="", repr=False)
    imap_url: str = field(default="", repr=False)  # the mailbox that mail comes back to
    mail_from: str = ""
    alerts_to: str = ""  # who is told of customers that nobody looks after
    webhook_urls: tuple[str, ...] = field(default=(), repr=False)  # an address may hold a token
    sms_url: str = field(default="", repr=False)  # who carries text messages; the first webhook if blank
    webhook_secret: str = field(default="", repr=False)
    lookups: LookupSettings = LookupSettings()
    inbox: Path | None = None  # where files to import are laid, in a sub-folder for each kind
    rate_per_minute: int = 600  # how often one key may ask; 0 for as often as it likes
    upload_megabytes: int = 200  # the largest file that the pages take
    log_everything: bool = False  # every request and message, beside what goes wrong
    progress: Path | None = None  # a file that holds how far a command is, for the page that began it
    engine: str = "encours"  # who owns the reminders; two installations on one company need two names

    def for_children(self) -> dict[str, str]:
        """The environment for a program of ours that works on the same house."""
        own = {"ENCOURS_HOME": str(self.home), "ENCOURS_DATABASE_URL": self.database_url}
        return {**os.environ, **own, "ENCOURS_AUTHOR": self.author or "encours"}


def settings() -> Settings:
    """The settings of this process. Raises SettingRefused with a sentence."""
    return settings_from(os.environ)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings an environment asks for. Raises SettingRefused with a sentence."""
    home = _home(environment.get("ENCOURS_HOME", "").strip() or "var")
    database = environment.get("ENCOURS_DATABASE_URL", "").strip()
    return Settings(
        home=home,
        database_url=_database_url(database) if database else f"sqlite:///{home / 'encours.db'}",
        data=_folder("ENCOURS_DATA", environment.get("ENCOURS_DATA", "").strip()),
        language=_language(environment.get("ENCOURS_LANGUAGE", "").strip() or "en"),
        api_keys=_api_keys(environment),
        policy=_folder("ENCOURS_POLICY", environment.get("ENCOURS_POLICY", "").strip()),
        templates=_folder("ENCOURS_TEMPLATES", environment.get("ENCOURS_TEMPLATES", "").strip()),
        author=environment.get("ENCOURS_AUTHOR", "").strip() or environment.get("USER", "").strip(),
        smtp_url=_smtp_url(environment.get("ENCOURS_SMTP_URL", "").strip()),
        imap_url=_imap_url(environment.get("ENCOURS_IMAP_URL", "").strip()),
        mail_from=environment.get("ENCOURS_MAIL_FROM", "").strip(),
        alerts_to=environment.get("ENCOURS_ALERTS_TO", "").strip(),
        webhook_urls=_webhook_urls(environment),
        sms_url=_webhook_url("ENCOURS_SMS_URL", environment.get("ENCOURS_SMS_URL", "").strip()),
        webhook_secret=_webhook_secret(environment),
        lookups=_lookups(environment),
        rate_per_minute=_whole(environment, "ENCOURS_RATE_PER_MINUTE", 600),
        upload_megabytes=_whole(environment, "ENCOURS_UPLOAD_MB", 200),
        log_everything=_log(environment.get("ENCOURS_LOG", "").strip().lower()),
        inbox=_folder("ENCOURS_INBOX", environment.get("ENCOURS_INBOX", "").strip()),
        progress=_file(environment.get("ENCOURS_PROGRESS", "").strip()),
        engine=environment.get("ENCOURS_ENGINE", "").strip() or "encours",
    )


def _whole(environment: Mapping[str, str], name: str, usual: int) -> int:
    text = environment.get(name, "").strip()
    if text and not (text.isascii() and text.isdigit()):
        raise SettingRefused(f"{name} is “{text}”. Write a whole number, or unset it for {usual}.")
    return int(text or usual)


def _log(text: str) -> bool:
    if text not in {"", "faults", "all"}:
        raise SettingRefused(f"ENCOURS_LOG is “{text}”. Write all, or faults.")
    return text == "all"


def _home(text: str) -> Path:
    home = Path(text).expanduser().absolute()
    if home.exists() and not home.is_dir():
        raise SettingRefused(
            f"ENCOURS_HOME is {home}, which is a file. Name a folder, or unset it to use var/."
        )
    return home


def _database_url(text: str) -> str:
    if "://" not in text:
        raise SettingRefused(
            "ENCOURS_DATABASE_URL is not a database address. "
            "Write sqlite:////absolute/file.db or postgresql://user@host/name."
        )
    return text


def _folder(name: str, text: str) -> Path | None:
    if not text:
        return None
    folder = Path(text).expanduser().absolute()
    if not folder.is_dir():
        raise SettingRefused(f"{name} is {folder}, which is not a folder. Name one, or unset it.")
    return folder


def _file(text: str) -> Path | None:
    return Path(text).expanduser().absolute() if text else None


def _language(text: str) -> Language:
    try:
        return Language(text.lower())
    except ValueError as error:
        raise SettingRefused(f"ENCOURS_LANGUAGE is “{text}”. Write en or fr.") from error


def _api_keys(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Keys of ENCOURS_API_KEY and of ENCOURS_API_KEYS, the latter separated by commas."""
    told = [environment.get("ENCOURS_API_KEY", ""), *environment.get("ENCOURS_API_KEYS", "").split(",")]
    keys = tuple(dict.fromkeys(key.strip() for key in told if key.strip()))
    for key in keys:
        if not key.isascii() or not key.isprintable() or " " in key:
            raise SettingRefused(
                "ENCOURS_API_KEY holds a key with a space or a letter outside ASCII, "
                "which no HTTP header can carry. Choose letters, digits, - and _."
            )
    return keys


def _smtp_url(text: str) -> str:
    if text and not text.startswith(("smtp://", "smtps://")):
        raise SettingRefused(
            "ENCOURS_SMTP_URL is no mail server's address. Write smtp://user:password@host:587 or smtps://…:465."
        )
    return text


def _imap_url(text: str) -> str:
    if text and not text.startswith(("imap://", "imaps://")):
        raise SettingRefused("ENCOURS_IMAP_URL is no mailbox's address. Write imaps://user:password@host.")
    return text


def _webhook_urls(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Of ENCOURS_WEBHOOK_URL and of ENCOURS_WEBHOOK_URLS, the latter separated by spaces."""
    told = [environment.get("ENCOURS_WEBHOOK_URL", ""), *environment.get("ENCOURS_WEBHOOK_URLS", "").split()]
    urls = tuple(dict.fromkeys(url.strip() for url in told if url.strip()))
    return tuple(_webhook_url("ENCOURS_WEBHOOK_URL", url) for url in urls)


def _webhook_url(name: str, url: str) -> str:
    if url and not url.startswith(("https://", "http://")):
        raise SettingRefused(f"{name} holds an address that does not start with https://.")
    return url


def _webhook_secret(environment: Mapping[str, str]) -> str:
    secret = environment.get("ENCOURS_WEBHOOK_SECRET", "").strip()
    if secret and len(secret) < _SHORTEST_SECRET:
        raise SettingRefused(
            f"ENCOURS_WEBHOOK_SECRET is shorter than {_SHORTEST_SECRET} letters, and could be guessed. "
            "Take one of 32 random letters or more."
        )
    return secret


def _lookups(environment: Mapping[str, str]) -> LookupSettings:
    """Off unless said; an address by itself asks that register alone, and ENCOURS_LOOKUPS=off asks none."""
    said = environment.get("ENCOURS_LOOKUPS", "").strip().lower()
    if said not in {"", "on", "off"}:
        raise SettingRefused(f"ENCOURS_LOOKUPS is “{said}”. Write on, or off.")
    names = {name: f"ENCOURS_LOOKUP_{name.upper()}" for name in ("register", "bodacc", "ratios")}
    addresses = {name: environment.get(variable, "").strip() for name, variable in names.items()}
    for name, address in addresses.items():
        if address and not address.startswith(("https://", "http://")):
            raise SettingRefused(f"{names[name]} holds an address that does not start with https://.")
    return LookupSettings() if said == "off" else LookupSettings(on=said == "on", **addresses)


# Set before LightGBM and MLflow are loaded, unless the host says otherwise. Threads that spin while they
# wait make two busy processes slower than one after the other; MLflow would report its use to its makers.
_DEFAULTS = {
    "OMP_WAIT_POLICY": "passive",
    "GOMP_SPINCOUNT": "0",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
}


def share_metrics(folder: Path) -> None:
    """Have every process that is started from now on count in one place, begun anew."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def metrics_are_shared() -> bool:
    return "PROMETHEUS_MULTIPROC_DIR" in os.environ


def prepare() -> None:
    """Give the libraries we load the environment they should run in; what the host set stays."""
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
