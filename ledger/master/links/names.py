"""Names of companies, brought to what is told apart in them."""

from functools import lru_cache

from rapidfuzz import fuzz

from ledger.files.plain import plain

_FORMS = """
sa sas sasu sarl eurl snc sca scs sci scop scp selarl selas selasu ste societe ets etablissements
etablissement cie compagnie earl gaec gie ei eirl association asso sem gmbh ag kg bv nv sprl srl spa ltd
limited plc inc llc corp co
"""
_SMALL = "et and de du des la le les l d the a en"
_LEGAL_FORMS = frozenset(_FORMS.split())
_SMALL_WORDS = frozenset(_SMALL.split())


@lru_cache(maxsize=200_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words that count, in order: neither legal forms nor small words, initials joined.

    A name that consists of nothing else keeps its words.
    """
    words = _joined_initials(plain(name).split())
    told = tuple(word for word in words if word not in _LEGAL_FORMS and word not in _SMALL_WORDS)
    return told or tuple(words)


def likeness(one: str, other: str) -> int:
    """How alike two names are, in per cent, whatever the order of their words and their spaces.

    Names of which one holds the other, such as a group and its establishment, are less than sure.
    """
    mine, theirs = words_of(one), words_of(other)
    if not mine or not theirs:
        return 0
    if sorted(mine) == sorted(theirs):
        return 100
    in_any_order = fuzz.token_sort_ratio(" ".join(mine), " ".join(theirs))
    without_spaces = fuzz.ratio("".join(mine), "".join(theirs))
    return min(99, int(max(in_any_order, without_spaces)))


def code_of(code: str) -> str:
    """A code without the account it hangs on and the zeros that fill it: 411C0012 and C12 are one."""
    bare = plain(code).replace(" ", "")
    bare = bare.removeprefix("411")
    letters = bare.rstrip("0123456789")
    digits = bare[len(letters) :].lstrip("0")
    return letters + digits


def _joined_initials(words: list[str]) -> list[str]:
    """“s a r l” is “sarl”, “j c d” is “jcd”."""
    joined: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        joined += [run] if run else []
        run = ""
        joined.append(word)
    return joined + ([run] if run else [])
