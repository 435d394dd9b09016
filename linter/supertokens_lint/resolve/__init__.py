"""What expressions are worth, in each environment, and where the values come from."""
