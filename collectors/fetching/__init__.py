"""The polite client: how an address is asked, and what came of it."""
