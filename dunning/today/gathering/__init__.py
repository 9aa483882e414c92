"""Reads what the queue knows of customers beyond what they owe."""
