"""What documents said and when we saw it, in DuckDB: raw ▶ core ▶ marts."""
