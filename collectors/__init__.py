"""What publishers publish: find it, fetch it, keep its bytes, read it. Knows nothing of the warehouse."""
