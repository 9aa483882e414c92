"""From features to probabilities, dates, scores and their reasons."""
