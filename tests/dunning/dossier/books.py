"""Two customers side by side, with everything about each that a dossier may tell."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from dunning.dossier import usecases
from dunning.dossier.papers import Attached, Kind
from dunning.dossier.statement import PlainStatement
from dunning.policy import DunningPolicy
from dunning.press import PlainPress
from dunning.reminders.usecases import DunOrder, Rules, dun
from kernel.language import Language
from kernel.policy import policy_from
from ledger.company.usecases import NamedContent, import_bodacc
from ledger.registers.usecases import Act
from ledger.relation import usecases as relation
from ledger.relation.deciding import Named
from messaging.gateway import SmtpSender, SmtpServer
from messaging.message import Channel
from messaging.usecases import deliver as send_off
from serving.scenarios import scenario_from
from store.session import Database
from tests.ledger.deliveries import deliver
from tests.ledger.gazette import COMPANY, RECEIVERSHIP, as_csv, judged
from tests.ledger.masters import bring_contacts, bring_customers
from tests.messaging.samples import POLICY
from tests.messaging.servers import mail_server
from tests.policies import SCENARIOS, shipped

ZONE = ZoneInfo("Europe/Paris")
TODAY = date(2024, 6, 12)  # a Wednesday
EVENING = date(2024, 6, 14)
EVIL = "=HYPERLINK(evil) <script>alert(1)</script>"
INVOICES = f"""number,customer,issued_on,due_on,amount,currency,paid_on,customer_name
A-1,ACME,2024-04-01,2024-05-31,1000.00,EUR,,{EVIL}
A-2,ACME,2024-05-01,2024-06-05,250.50,EUR,,{EVIL}
A-3,ACME,2024-05-02,2024-05-02,-100.00,EUR,,{EVIL}
A-4,ACME,2024-05-03,2024-06-03,80.00,USD,,{EVIL}
B-1,BOLT,2024-04-01,2024-05-31,777.77,EUR,,Bolt secret
"""
CUSTOMERS = f"""code,name,siren,country,gts_accepted_on,retention_of_title,penalty_clause
ACME,{EVIL},{COMPANY},FR,2023-01-05,yes,no
BOLT,Bolt secret,,FR,,,
"""
CONTACTS = """customer,role,name,email
ACME,accounts_payable,Zoé Durand,zoe@acme.example
BOLT,accounts_payable,Bob Secret,bob@bolt.example
"""
PDF = b"%PDF-1.7\nsigned by Zoe\n%%EOF\n"


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def act(day: date = TODAY) -> Act:
    return Act("Ana", day, at(day))


def rules() -> Rules:
    policy = policy_from(shipped("dunning"), DunningPolicy, name="dunning.toml")
    scenarios = {path.stem: scenario_from(path) for path in SCENARIOS.glob("*.toml")}
    plain = replace(policy, rules=(), usual_scenario="standard", approve_above_cents={})
    return Rules(plain, scenarios)


def told(database: Database) -> None:
    """Accounts, master, contacts, a dispute; a reminder to each, sent and settled; papers."""
    deliver(database, INVOICES, on="2024-06-10", at=at(date(2024, 6, 10)))
    bring_customers(database, CUSTOMERS, on="2024-06-10")
    bring_contacts(database, CONTACTS, on="2024-06-10")
    remind(database)
    with database.transaction() as session:
        more = {"reason": "price", "note": "too dear", "happened_on": TODAY}
        relation.open_dispute(session, act(), "ACME", [Named("A-2", 5_000)], **more)
        relation.open_dispute(session, act(), "BOLT", [Named("B-1")], **{**more, "note": "secret of Bolt"})
    attach(database, "ACME", "../../etc/passwd", PDF, Kind.CONTRACT)
    attach(database, "ACME", "C:\\<b>evil</b>.pdf", PDF, Kind.DELIVERY, invoice="A-1")
    attach(database, "BOLT", "bolt.txt", b"secret delivery of Bolt", Kind.DELIVERY, invoice="B-1")


def remind(database: Database) -> None:
    order = DunOrder(act(), rules())
    with database.transaction() as session:
        dun(session, order, PlainPress("Credit <credit@us.example>"))
    with mail_server() as box:
        sender = SmtpSender(SmtpServer("127.0.0.1", box.port, "", "", encrypted=False), timeout=2)
        sent = {"now": lambda: at(TODAY, 10), "worker": "w1", "limit": 10}
        send_off(database, {Channel.EMAIL: sender}, POLICY, **sent)
    with database.transaction() as session:
        dun(session, order, PlainPress("Credit <credit@us.example>"))


def gazette(database: Database) -> None:
    """A receivership of ACME, published on 2024-06-13."""
    content = as_csv([judged(1, "2024-06-13", RECEIVERSHIP, "2024-06-11")])
    with database.transaction() as session:
        files = [NamedContent("bodacc.csv", content)]
        import_bodacc(session, files, source=None, on=date(2024, 6, 13), recorded_at=at(date(2024, 6, 13)))


def attach(
    database: Database, customer: str, name: str, content: bytes, kind: Kind, *, invoice: str = ""
) -> usecases.Kept:
    with database.transaction() as session:
        file = Attached(name, content, kind, invoice)
        return usecases.attach(session, act(), customer, file, happened_on=TODAY)


def dossier(
    database: Database, customer: str, *, as_of: date = EVENING, language: Language = Language.ENGLISH
) -> usecases.Dossier:
    with database.read() as session:
        return usecases.dossier_of(
            session, customer, as_of=as_of, zone=ZONE, press=PlainStatement(), language=language
        )
