"""What a list gives away and takes in: files, paper, the clipboard, one value for many records."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from core.ledger import Ledger
from core.services.records import Filter
from gui.ledger import clipboard, outgoing
from gui.ledger.bulk_edit import BulkEdit
from gui.ledger.list_pane import ListPane
from gui.ledger.outgoing import Listed
from gui.ledger.reading import Reading
from gui.widgets.parts import Act
from gui.widgets.screen import Shell


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person may do with the ledger's records."""

    keep: bool
    send: bool


@dataclass(slots=True)
class Exchange:
    """One page's list; `reading` is known once the page is built."""

    shell: Shell
    page: QWidget
    ledger: Ledger
    rights: Rights
    listing: ListPane | None = None
    reading: Reading | None = None

    def begin(self, listing: ListPane, reading: Reading) -> None:
        """From now on exchange what this list shows; Ctrl+C and Ctrl+V work in it."""
        self.listing, self.reading = listing, reading
        clipboard.give_key(listing.table, QKeySequence.StandardKey.Copy, self.copy)
        clipboard.give_key(listing.table, QKeySequence.StandardKey.Paste, self.paste)

    def many(self) -> Iterator[Act]:
        """What is offered for several chosen rows."""
        if self.rights.send:
            yield "导出", self.export_chosen
            yield "复制到 Excel", self.copy
        yield "打印", self.print_chosen
        if self.rights.keep:
            yield "批量修改", self.edit_many

    def print_it(self) -> None:
        """What is chosen, where several rows are; else the list as it is shown."""
        assert self.listing is not None
        several = self.listing.table.chosen_count > 1
        outgoing.print_list(self.shell, self._chosen() if several else self._shown)

    def print_chosen(self) -> None:
        """Just the chosen rows on paper."""
        outgoing.print_list(self.shell, self._chosen())

    def export(self) -> None:
        """The list as it is shown, as a file."""
        if self.rights.send:
            self._export(self._shown)

    def export_chosen(self) -> None:
        """Just the chosen rows as a file."""
        self._export(self._chosen())

    def copy(self) -> None:
        """Ctrl+C: the chosen rows for a spreadsheet."""
        clipboard.copy(self.shell, self.page, self._chosen())

    def paste(self) -> None:
        """Ctrl+V: rows of a spreadsheet go through the import."""
        if self.rights.keep:
            clipboard.paste(self.shell, self.page, self.ledger)

    def edit_many(self) -> None:
        """Change one field of the chosen records."""
        dialog = BulkEdit(self.shell, self.page, self.ledger, self._chosen().ids or ())
        dialog.changed.connect(lambda count: self.shell.say(f"已修改 {count} {self.ledger.unit}"))
        dialog.open()

    def _export(self, listed: Listed) -> None:
        assert self.listing is not None
        outgoing.export(self.shell, self.page, self.listing.strip, listed)

    def _chosen(self) -> Listed:
        assert self.listing is not None
        table = self.listing.table
        shown, unseen = table.shown, table.columns.unseen()
        return Listed(self.ledger, Filter(), table.chosen, columns=shown, unseen=unseen)

    @property
    def _shown(self) -> Listed:
        assert self.reading is not None
        return self.reading.listed
