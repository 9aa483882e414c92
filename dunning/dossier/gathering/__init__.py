"""Reads all that a dossier tells of one customer."""
