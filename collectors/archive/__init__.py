"""The archive: the bytes, and a line for every attempt."""
