"""Fills what stands beside the ledger from the registers, every change on the day it was known."""
