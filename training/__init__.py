"""How a model is made, judged and released."""
