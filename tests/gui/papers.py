"""The places of the menu, on paper: each notes what the window asked of it."""

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit

from gui import indoors
from gui.widgets.screen import Screen


class Paper(Screen):
    """A screen that notes what the window asked of it."""

    def __init__(self, shell):
        super().__init__(shell)
        self.did = []
        self.line = QLineEdit(self)
        self.line.setAccessibleName("主题")

    def enter(self, target):
        self.did.append(("enter", target))

    def refresh(self, tables=None):
        self.did.append(("refresh", tables))

    def new(self):
        self.did.append("new")

    def seek(self):
        self.did.append("find")

    def print_it(self):
        self.did.append("print")

    def export(self):
        self.did.append("export")

    def leave(self):
        self.did.append("leave")


PAPER_PLACES = tuple(replace(place, make=Paper) for place in indoors.PLACES)
