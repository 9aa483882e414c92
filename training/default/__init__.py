"""How the default model is made and judged."""
