"""The lateness model: when each invoice will be paid."""
