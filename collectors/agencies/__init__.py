"""One module a source of a government agency; a module here is a source (see docs/adding-a-source.md)."""
