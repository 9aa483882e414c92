"""What mail that came back means for a customer: wrong addresses, answers, levels not passed after all."""
