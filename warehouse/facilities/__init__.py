"""One identity for each detention facility across its names: docs/facilities.md."""
