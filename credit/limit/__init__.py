"""How much a customer may owe, and which constraint says so."""
