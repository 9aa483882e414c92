"""Third parties who collect for us: their criteria, and which of them may take a case."""
