"""Who writes to customers, as the company says it in a file."""

from dataclasses import dataclass

from dunning.notice import Bank, Party


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

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.lines:
            raise ValueError("name and lines say who writes: neither may be blank.")

    @property
    def party(self) -> Party:
        return Party(self.name, self.lines, self.contact, self.email, self.phone, self.mentions)
