"""What the program understood of a system, without judging it."""
