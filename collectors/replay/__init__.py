"""Answering in place of publishers, from WARC files, over real HTTP."""
