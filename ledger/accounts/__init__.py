"""The accounts and the bank tell the same money: it counts once, as the accounts have it."""
