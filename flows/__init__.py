"""When, and in which order. No logic lives here."""
