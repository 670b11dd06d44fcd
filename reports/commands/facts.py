"""Figures as `--json` tells them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from core import secrecy
from core.records.mediation_case import MediationCase
from core.services.figures import Figure
from core.station import Station


def facts(station: Station, named: Mapping[str, Figure]) -> dict[str, Any]:
    """Figures by name: equal for all, the records behind them for who may see them."""
    counted = {one for figure in named.values() for one in figure.ids}
    hidden = station.ask(secrecy.hidden, MediationCase, counted)
    return {name: fact(one, hidden) for name, one in named.items()}


def fact(figure: Figure, hidden: frozenset[UUID] = frozenset()) -> dict[str, Any]:
    """A figure as JSON has it: equal for all, the records behind it only for who may see them."""
    value = figure.value
    return {
        "value": float(value) if isinstance(value, Decimal) else value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "ids": [str(one) for one in figure.ids if one not in hidden],
        "restricted": len(hidden.intersection(figure.ids)),
    }
