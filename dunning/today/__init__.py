"""The queue of the day: whom to see to first, why, and what it is worth."""
