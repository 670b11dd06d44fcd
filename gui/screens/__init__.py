"""The places of the menu: each is loaded when it is first shown, or before that while all rests."""

import importlib
import pkgutil

from core.progress import Progress, silent


def load_all(progress: Progress = silent) -> None:
    """Load every screen away from the window, so that none makes the hand wait when it opens."""
    for found in pkgutil.iter_modules(__path__, f"{__name__}."):
        progress("页面")
        importlib.import_module(found.name)
