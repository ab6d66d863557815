"""Which of the entries that a newsroom lists are on our subject."""
