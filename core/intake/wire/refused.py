"""Why a package is not accepted: a fixed number to quote on the telephone, and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from core.errors import Invalid, UserError


class Code(IntEnum):
    """The numbers both sides know; they never change their meaning."""

    INCOMPLETE = 1001
    DIGEST = 1002
    SIGNATURE = 1101
    UNKNOWN_SENDER = 1103
    NOT_FOR_US = 1104
    REPEATED = 1201
    GAP = 1204
    EPOCH = 1206
    TOO_NEW = 1301
    UNKNOWN_TABLE = 1303


class Refused(UserError):
    """A package that is not accepted; nothing of it was kept."""

    def __init__(self, code: Code, text: str) -> None:
        super().__init__(f"{text}（代码 {code}）")
        self.code = code


@contextmanager
def refusing(what: str) -> Iterator[None]:
    """Turn whatever a malformed `what` raises while it is taken apart into one refusal."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, Invalid):
        text = f"数据包的{what}结构不完整，请发送单位重新生成数据包。"
        raise Refused(Code.INCOMPLETE, text) from None
