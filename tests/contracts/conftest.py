"""Contracts over screens use the window's fixtures."""

from tests.gui.conftest import asked, desk_of, qapp, settle, small_pdf

__all__ = ["asked", "desk_of", "qapp", "settle", "small_pdf"]
