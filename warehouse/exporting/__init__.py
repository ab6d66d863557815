"""Ways out of the published copy: its tables as Parquet, CSV, Excel and Stata files that say where they come from."""
