"""Keeping the house running: its day, its health, its copies."""
