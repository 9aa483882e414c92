"""A collector takes the next customer of the queue."""
