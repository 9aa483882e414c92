"""Looking a company up by its SIREN: three public registers asked, their answers kept as dated facts."""
