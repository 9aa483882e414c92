"""Facts written out in parts, for machines that do not hold the database."""
