"""Rows brought into a ledger as an import does it, and what came of them."""

from datetime import date

from core import records
from core.intake.sheet import Sheet
from core.services import importing
from core.services import records as service
from core.services.importing import Terms
from core.services.records import Filter

TODAY = date(2026, 3, 25)
ID_WANG = "999999197903140128"
ID_LI = "99999919850302021X"
VILLAGES = (
    "东风村 柳林村 高家庄村 石桥村 红旗社区 新华社区 白杨村 南河村 上湾村 下湾村 青石村 双井村"
)


def plan(station, name, rows, on_duplicate="skip", **more):
    sheet = Sheet("表", tuple(map(tuple, rows)))
    return station.ask(importing.plan, name, sheet, Terms(TODAY, None, on_duplicate), **more)


def brought(station, name, rows, on_duplicate="skip"):
    planned = plan(station, name, rows, on_duplicate)
    return planned, station.perform(importing.commit, name, planned.rows)


def verdicts(planned):
    return [row.verdict for row in planned.rows]


def everybody(station, name="staff"):
    ledger = records.ledger(name)

    def read(session):
        return service.rows(session, ledger, service.ids(session, ledger, Filter()))

    return {row.texts[ledger.naming.key]: row for row in station.ask(read)}
