"""Instalment plans proposed by what a payer can bear."""
