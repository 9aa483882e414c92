"""A retraining run: search, rehearsal, comparison with the champion, report, release."""
