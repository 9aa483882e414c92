"""Invoices that another takes the place of: told twice, they count once."""
