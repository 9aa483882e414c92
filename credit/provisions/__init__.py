"""Expected credit losses on trade receivables: by matrix, by model, and what lies between the two."""
