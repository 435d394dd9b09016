"""The system as a picture: who talks to whom, what must agree, and which cookie goes where."""
