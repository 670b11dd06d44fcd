"""The tabs above a list: its ready-made questions, then the states that occur."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from core import codes
from core.ledger import Ledger
from core.record import Value
from core.rights import Actor
from core.services.ready_views import Ready
from core.services.records import Filter
from core.services.tally import Tabs
from gui.ledger.state_tabs import Tab


def ready(ledger: Ledger, actor: Actor, today: date) -> tuple[Ready, ...]:
    """The ready-made questions of a ledger as a person asks them today."""
    return tuple(Ready(one, today, actor.identities) for one in ledger.views)


def narrowed(ledger: Ledger, wanted: Filter, chosen: str | None, asked: Sequence[Ready]) -> Filter:
    """What a tab leaves of all that is wanted."""
    question = next((one for one in asked if one.view.name == chosen), None)
    if question is not None:
        return replace(wanted, ready=question)
    if ledger.state is None or chosen is None:
        return wanted
    return replace(wanted, where=(*wanted.where, (ledger.state.key, chosen or None)))


def tabs(ledger: Ledger, found: Tabs) -> list[Tab]:
    """A question stands also where it finds nothing; one for a state alone is the state's tab."""
    states = {one.value: one for one in _states(ledger, found.states)}
    asked = [
        states.pop(alone, Tab(alone, one.name, 0))
        if (alone := one.only(ledger.state))
        else Tab(one.name, one.name, count, apart=True)
        for one, count in zip(ledger.views, found.ready, strict=True)
    ]
    return [*asked, *states.values()]


def _states(ledger: Ledger, found: Mapping[Value, int]) -> Iterator[Tab]:
    if ledger.state is None:
        return
    table = ledger.field(ledger.state.key).code
    order = {item.code: place for place, item in enumerate(codes.table(table).items)}
    for one in sorted(found, key=lambda value: order.get(str(value), len(order))):
        name = codes.name_of(table, str(one)) if one else "未填"
        yield Tab(str(one or ""), name, found[one])
