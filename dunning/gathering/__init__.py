"""Customers as dunning sees them on a day, read from the ledger and from what was decided before."""
