"""Credit insurance: what is covered, what must be told to the insurer by when, and the file of a claim."""
