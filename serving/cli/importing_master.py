"""`encours import customers` and `encours import contacts`: the customer master in."""

from ledger.imports.repository import MASTER
from ledger.master import usecases
from serving.cli.importing_registers import MappingFile, Partial, RegisterFile, SourceName, bring_register
from serving.cli.options import AsJson, On


def customers(
    file: RegisterFile,
    mapping: MappingFile = None,
    source: SourceName = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Import the customer master: who customers are, their terms, clauses and contacts.

    A blank cell clears what was said before; a column that the file does not have keeps it.
    """
    bring_register(
        usecases.import_customers,
        file,
        kind=MASTER,
        mapping=mapping,
        source=source,
        on=on,
        as_json=as_json,
    )


def contacts(
    file: RegisterFile,
    mapping: MappingFile = None,
    source: SourceName = None,
    partial: Partial = False,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Import contacts of customers. A contact that a later file of its source no longer names is removed."""
    bring_register(
        usecases.import_contacts,
        file,
        kind="contacts",
        mapping=mapping,
        source=source,
        on=on,
        as_json=as_json,
        whole=not partial,
    )
