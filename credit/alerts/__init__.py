"""When to worry about a customer: alerts, each once, with why and what to do."""
