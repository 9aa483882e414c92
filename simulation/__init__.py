"""Invented companies with a known truth."""
