"""How long work reports its steps and is stopped between two of them."""

from typing import Protocol


class Progress(Protocol):
    """Called once per step; raises `Cancelled` when the person pressed 取消."""

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Report `done` of `total` (0: unknown) in `step`, a few Chinese words."""
        ...


def silent(step: str, done: int = 0, total: int = 0) -> None:
    """Report to nobody: the default where no one watches."""
