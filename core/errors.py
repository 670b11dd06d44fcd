"""The sentences a clerk can act on; everything that is not a `UserError` is a defect."""

from collections.abc import Iterable
from dataclasses import dataclass


class UserError(Exception):
    """A refusal told in one Chinese sentence that says what to do."""

    @property
    def text(self) -> str:
        """The sentence, as it is shown."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the field of that key, or with the whole record where it is empty."""

    field: str
    text: str


class Invalid(UserError):
    """Input that cannot be kept as it is; carries one problem per field."""

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        listed = (Problem("", problems),) if isinstance(problems, str) else tuple(problems)
        super().__init__("；".join(problem.text for problem in listed))
        self.problems = listed


class Conflict(UserError):
    """Somebody else changed the same record meanwhile; nothing was overwritten."""


class NotAllowed(UserError):
    """The acting person's role lacks the right; `agreeing` are those whose word would do (代录)."""

    def __init__(self, text: str, agreeing: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.agreeing = agreeing


class StoreFault(UserError):
    """The disk, or another program, stands in the way; the act left nothing behind."""


class Cancelled(UserError):
    """The person stopped the work; nothing half done is left."""

    def __init__(self) -> None:
        super().__init__("已取消，没有改动任何内容。")


class NeedsYes(UserError):
    """A question that must be answered before the act is repeated with `key` confirmed."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key = key
