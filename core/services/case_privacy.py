"""Restricting a case (查阅范围): whoever restricts it away from himself is asked first."""

from collections.abc import Sequence

from core.records.mediation_case import RESTRICTED, MediationCase
from core.rights import Right
from core.station import Tx

_ASKED = (
    "这件纠纷设为“限制”后，只有承办的调解员、记录人、登记人和站长能看到，"
    "您保存以后就看不到它了。确定要设为限制吗？"
)


def follow(tx: Tx, cases: Sequence[MediationCase]) -> None:
    """Let nobody lose sight of a case without having been told."""
    if tx.actor.may(Right.SECRETS):
        return
    for case in cases:
        handled = any(getattr(case, key) in tx.actor.identities for key in case.handlers)
        if case.privacy == RESTRICTED and not handled:
            tx.confirm("restrict", _ASKED)
