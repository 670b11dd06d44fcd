"""The certificates of a person, asked about beside the roster."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from core.ledger import Values
from core.record import Field, Kind
from core.records.staff import LEDGER, Certificate
from core.services import certificates
from core.services.certificates import Held
from core.services.records import Row
from gui.ledger.acted_pane import ActedPane, day_in, link_in
from gui.tasks import Perform, Query
from gui.widgets.act_panel import Question, Wanted

CERTIFIED = "证书"
_TEXTS = ("name", "level", "number", "issuer")
_FACTS = next(one for one in LEDGER.children if one.record is Certificate).listed()
_WHICH = Field("which", "哪一本", Kind.LINK, link="certificate", hint="不选就是新登记一本")
_DROPPED = Field("dropped", "删去这一本（可找回）", Kind.YES)
_RENEWED = "到期换了新证的，选那一本改有效期。"


class CertificatePane(ActedPane):
    """A new one is registered, or one that is known put right."""

    def _ask_which_certificate(self) -> None:
        row = self._row
        if row is not None:
            show = partial(self._choose_certificate, row)
            Query(self._desk, self, certificates.of_person, row.id).then(show).start()

    def _choose_certificate(self, row: Row, held: Sequence[Certificate]) -> None:
        if self._row is None or self._row.id != row.id:
            return
        if not held:
            self._ask_certificate(row, None)
            return
        listed = [(str(one.id), _told(one)) for one in held]
        known = {one.id: one for one in held}

        def go_on(values: Values) -> None:
            which = link_in(values, "which")
            self._ask_certificate(row, known[which] if which is not None else None)

        self._ask(Question("下一步", (Wanted(_WHICH, choices=listed),), go_on, _RENEWED))

    def _ask_certificate(self, row: Row, held: Certificate | None) -> None:
        wanted = [Wanted(one, _stands(held, one)) for one in _FACTS]
        if held is not None:
            wanted.append(Wanted(_DROPPED))
        answer = partial(self._keep_certificate, row, held.id if held is not None else None)
        self._ask(Question(CERTIFIED, wanted, answer))

    def _keep_certificate(self, row: Row, held: UUID | None, values: Values) -> None:
        if held is not None and values.get("dropped"):
            self._run(Perform(self._desk, self, certificates.drop, held))
            return
        name, level, number, issuer = (str(values.get(key) or "") for key in _TEXTS)
        days = day_in(values, "issued_on"), day_in(values, "valid_until")
        told = Held(name, level, number, issuer, *days)
        self._run(Perform(self._desk, self, certificates.keep, row.id, told, held))


def _told(held: Certificate) -> str:
    until = f"有效期至{held.valid_until}" if held.valid_until else "长期有效"
    return f"{held.name}（{until}）"


def _stands(held: Certificate | None, one: Field) -> str:
    value = None if held is None else getattr(held, one.key)
    return f"{value or ''}"
