"""The dossier of a customer at the end of the road: what is owed, what was said, and the proof of it."""
