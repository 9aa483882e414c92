"""Features and scores of a book by parts, on this machine or on several."""
