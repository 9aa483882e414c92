"""Work that is done once, however many begin it."""
