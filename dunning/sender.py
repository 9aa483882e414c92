"""Who writes to customers, as the company says it in a file."""

from dataclasses import dataclass, replace

from dunning.notice import Bank, Party
from dunning.payment_link import link_wrongs
from messaging.message import is_mailbox


@dataclass(frozen=True, slots=True)
class NamedSender:
    """Somebody whom a step may name: a blank field is that of the company.

    E-mails come from `email`, under `name`; answers go there too, or to `reply_to`.
    """

    code: str
    name: str = ""
    email: str = ""
    phone: str = ""
    signed_by: str = ""
    reply_to: str = ""

    def __post_init__(self) -> None:
        if not self.code.strip():
            raise ValueError("a sender needs a code, by which scenarios name it.")
        for address in filter(None, (self.email, self.reply_to)):
            if not is_mailbox(self.name, address):
                raise ValueError(f"“{address}” of the sender {self.code} is not a mail address.")


USUAL = NamedSender("usual")


@dataclass(frozen=True, slots=True)
class SenderPolicy:
    """The company as its letters name it; an `example` is nobody's, and nothing leaves under it."""

    version: str
    example: bool
    name: str
    lines: tuple[str, ...]
    contact: str
    email: str
    phone: str
    mentions: tuple[str, ...]
    signed_by: str
    banks: tuple[Bank, ...]
    payment_link: str = ""
    senders: tuple[NamedSender, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.lines:
            raise ValueError("name and lines say who writes: neither may be blank.")
        codes = [one.code for one in self.senders]
        if len(set(codes)) < len(codes):
            raise ValueError("two senders have the same code.")
        for wrong in link_wrongs(self.payment_link) if self.payment_link else ():
            raise ValueError(wrong)

    @property
    def party(self) -> Party:
        return Party(self.name, self.lines, self.contact, self.email, self.phone, self.mentions)

    def named(self, code: str) -> NamedSender:
        """The sender with this code; the usual one for a blank or an unknown one."""
        return next((one for one in self.senders if one.code == code), USUAL)

    def writing_as(self, code: str) -> "SenderPolicy":
        """The same company, with the contact and the signature of a sender."""
        one = self.named(code)
        return replace(
            self,
            contact=one.name or self.contact,
            email=one.email or self.email,
            phone=one.phone or self.phone,
            signed_by=one.signed_by or one.name or self.signed_by,
        )
