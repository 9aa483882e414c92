"""Invoices and write-offs told by the accounts and by another source too: each counts once."""
