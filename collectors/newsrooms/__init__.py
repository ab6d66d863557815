"""One module a newsroom; a module here is a source (see docs/adding-a-source.md)."""
