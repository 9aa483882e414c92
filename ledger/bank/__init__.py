"""Movements of our bank accounts, from the statements that banks send."""
