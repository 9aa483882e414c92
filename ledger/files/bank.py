"""Bank statements, recognised by what they are, not by their name."""

import re

from ledger.errors import FileUnreadable
from ledger.files.bank_statement import BankStatement
from ledger.files.camt053 import read_camt053
from ledger.files.cfonb120 import read_cfonb120
from ledger.files.mt940 import read_mt940
from ledger.files.text import decoded, expanded

_XML = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")
_CFONB = re.compile(r"\s*0[1457][\d ]{5}", re.ASCII)
_MT940 = re.compile(r"^(?:\{.*)?:20:", re.MULTILINE)


def read_bank_file(content: bytes) -> list[BankStatement]:
    """The statements of a file, whichever of the formats it is in, compressed or not.

    Raises ImportRefused, one of its kinds, when any of them is not what its bank must have sent.
    """
    content = expanded(content)
    if content.lstrip().startswith(_XML):
        return read_camt053(content.lstrip())
    text, _ = decoded(content)
    if _CFONB.match(text):
        return read_cfonb120(content)
    if _MT940.search(text):
        return read_mt940(content)
    raise FileUnreadable(
        "The file is none of the bank statements Encours reads: CAMT.053 (XML), CFONB120 or MT940. "
        "Ask the bank for one of them."
    )
