"""The published copy as a page to look at: `build` writes it."""

from warehouse.report.page import build

__all__ = ["build"]
