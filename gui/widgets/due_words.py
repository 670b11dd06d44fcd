"""The words of a due day inside a text, and the colour that supports them."""

import re

_DUE = re.compile(r"超期\d+天|今日到期|剩(\d+)天|未定时限|已完成待销号")
_NEAR = 3


def due_words(text: str) -> tuple[str, str]:
    """超期2天 and `bad`, 今日到期 and `warn`, 剩9天 and `ink3`; nothing where no day is told."""
    found = list(_DUE.finditer(text))
    if not found:
        return "", "ink3"
    said = found[-1]
    days = said[1]
    if said[0].startswith("超期"):
        tone = "bad"
    elif said[0] == "今日到期" or (days and int(days) <= _NEAR):
        tone = "warn"
    else:
        tone = "ink3"
    return re.sub(r"(\d+)", r" \1 ", said[0]).strip(), tone


def without_due(text: str) -> str:
    """The same text where these words stand beside it already."""
    return "，".join(part for part in text.split("，") if not _DUE.fullmatch(part))
