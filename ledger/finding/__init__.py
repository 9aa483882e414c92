"""Finding a customer by what somebody types: a code, a part of a name, a SIREN."""
