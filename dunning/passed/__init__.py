"""Levels passed, written down as facts of the ledger."""
