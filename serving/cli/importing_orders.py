"""`encours import orders`: open orders in."""

from ledger.orders import usecases
from serving.cli.importing_registers import MappingFile, Partial, RegisterFile, SourceName, bring_register
from serving.cli.options import AsJson, On


def orders(
    file: RegisterFile,
    mapping: MappingFile = None,
    source: SourceName = None,
    partial: Partial = False,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Import open orders. The file is the whole list of its source that day: what it no longer names is
    closed.
    """
    bring_register(
        usecases.import_orders,
        file,
        kind="orders",
        mapping=mapping,
        source=source,
        on=on,
        as_json=as_json,
        whole=not partial,
    )
