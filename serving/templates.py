"""The texts of letters in force: a company's own file where it wrote one, else the shipped one."""

from collections.abc import Mapping
from pathlib import Path

from dunning.letters.penalty_texts import PenaltyTexts, penalty_texts_from
from dunning.letters.sms import SmsTexts, sms_texts_from
from dunning.letters.templates import TemplateRefused, Templates, texts_from
from dunning.notice import Form
from kernel.language import Language
from serving.settings import Settings

# In the working tree as in a wheel.
_SHIPPED = Path(__file__).resolve().parent.parent / "dunning" / "letters" / "templates"
_SMS = "sms"
_PENALTIES = "penalties"


def template_file(where: Settings, language: Language, form: Form) -> Path:
    """Where a form is read: in ENCOURS_TEMPLATES, in the home's own templates folder, or as shipped."""
    return _file(where, language, form.value)


def sms_texts_in_force(where: Settings) -> Mapping[Language, SmsTexts]:
    """The text messages of each language, each file checked. Raises TemplateRefused with a sentence."""
    files = {language: _file(where, language, _SMS) for language in Language}
    return {language: sms_texts_from(_text(path), name=str(path)) for language, path in files.items()}


def penalty_texts_in_force(where: Settings, language: Language) -> PenaltyTexts:
    """The letter on invoices paid late. Raises TemplateRefused with a sentence."""
    path = _file(where, language, _PENALTIES)
    return penalty_texts_from(_text(path), language=language, name=str(path))


def _file(where: Settings, language: Language, name: str) -> Path:
    path = Path(language.value) / f"{name}.toml"
    own = [folder / path for folder in (where.templates, where.home / "templates") if folder is not None]
    return next((one for one in own if one.exists()), _SHIPPED / path)


def templates_in_force(where: Settings) -> Templates:
    """All texts, each file checked. Raises TemplateRefused with a sentence."""
    texts = {}
    for language in Language:
        for form in Form:
            path = template_file(where, language, form)
            read = texts_from(_text(path), language=language, form=form, name=str(path))
            texts[language, form] = read
    return Templates(texts)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateRefused(f"{path} cannot be read: {error}. Write the texts in UTF-8.") from error
