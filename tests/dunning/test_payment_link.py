"""The link to pay at: checked when it is read, filled without a way out of its place."""

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.notice import Total
from dunning.payment_link import link_for, link_wrongs
from dunning.sender import NamedSender, SenderPolicy
from kernel.policy import PolicyRefused, policy_from
from tests.policies import shipped
from tests.tables import rows

LINK = "https://pay.example/{reference}?a={amount}&c={currency}&k={customer}"
EURO, DOLLAR = Total("EUR", 123_456, 0, 123_456), Total("USD", 5, 0, 5)
HOUSE = policy_from(shipped("sender"), SenderPolicy, name="sender.toml")


@rows("""
    link                               | wrong
    https://pay.example/{reference}    | nothing
    https://pay.example                | nothing
    http://pay.example/{reference}     | https://
    javascript:alert(1)                | https://
    https://{customer}.example/        | host is written out
    https://me:pw@pay.example/         | login
    https://pay.example/{iban}         | {iban}
    https://pay.example/{reference!r}  | {reference}
    https://pay.example/{amount:>99}   | {amount}
    https://pay.example/{0}            | {0}
    https://pay.example/{reference     | cannot be read
    https://pay.example/a b            | without spaces
    https://pay.example/">             | without spaces
""")
def test_a_link_is_checked_when_it_is_read(link: str, expected: str) -> None:
    told = list(link_wrongs(link))
    assert (told == []) is (expected == "nothing")
    assert expected == "nothing" or expected in " ".join(told)


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_value_leaves_its_place(reference: str, customer: str) -> None:
    found = urlsplit(link_for(LINK, reference=reference, customer=customer, totals=[EURO]))
    assert (found.scheme, found.netloc, unquote(found.path)) == ("https", "pay.example", f"/{reference}")
    assert parse_qs(found.query, keep_blank_values=True) == {"a": ["1234.56"], "c": ["EUR"], "k": [customer]}


@pytest.mark.parametrize(
    ("totals", "asked"),
    [((DOLLAR, EURO), "1234.56"), ((DOLLAR,), "0.05"), ((Total("EUR", 5, 9, -4), DOLLAR), "0.05"), ((), "")],
)
def test_it_asks_for_one_currency_the_euro_first(totals: tuple[Total, ...], asked: str) -> None:
    assert (
        link_for("https://p.example/{amount}", reference="R", customer="C", totals=totals).rpartition("/")[2]
        == asked
    )


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('payment_link = "http://pay.example"\n', "must be an https"),
        ('senders = [{code = "a"}, {code = "a"}]\n', "two senders have the same code"),
        ('senders = [{code = " "}]\n', "needs a code"),
        ('senders = [{code = "a", email = "nobody"}]\n', "is not a mail address"),
    ],
)
def test_what_the_file_of_senders_cannot_hold(more: str, told: str) -> None:
    with pytest.raises(PolicyRefused, match=told):
        policy_from(more + shipped("sender"), SenderPolicy, name="sender.toml")


def test_a_sender_says_what_it_says_and_the_company_the_rest() -> None:
    house = replace(HOUSE, senders=(NamedSender("director", "Claire", "claire@us.example"),))
    told = house.writing_as("director")
    assert (told.contact, told.email, told.signed_by) == ("Claire", "claire@us.example", "Claire")
    assert (told.phone, told.name, told.banks) == (HOUSE.phone, HOUSE.name, HOUSE.banks)
    assert house.writing_as("nobody") == house.writing_as("") == house
