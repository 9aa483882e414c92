"""Scores told from their features alone: those kept, those sent to us, those of a challenger."""
