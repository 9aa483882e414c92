"""Messages out: an outbox that sends each exactly once, or says that it cannot tell."""
