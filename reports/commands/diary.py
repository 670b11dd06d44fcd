"""What happens in the demonstration besides its cases: acts that wait for their moment."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

At = Callable[[date, time], None]
Event = tuple[datetime, Callable[[], object]]


@dataclass(slots=True)
class Diary:
    """Lives what stands in it, in the order of its moments; `at` moves the station's clock."""

    at: At
    _waiting: list[Event] = field(default_factory=list)

    def write(self, events: Iterable[Event]) -> None:
        """Add what will happen."""
        self._waiting = sorted((*self._waiting, *events), key=lambda event: event[0])

    def until(self, day: date, hour: time) -> None:
        """Live what happens before that hour."""
        end = datetime.combine(day, hour)
        while self._waiting and self._waiting[0][0] < end:
            moment, act = self._waiting.pop(0)
            self.at(moment.date(), moment.time())
            act()
