"""Moments as they are told on screen: at the clock on the wall, this year without the year."""

from datetime import date, datetime, timedelta, timezone

_CHINA = timezone(timedelta(hours=8))


def local(moment: datetime) -> datetime:
    """The moment at the clock on the wall (decisions B16: a fixed +08:00)."""
    return moment.astimezone(_CHINA)


def told(moment: datetime, today: date) -> str:
    """03-25 15:28, with the year where it is another one."""
    at = local(moment)
    return f"{at:%m-%d %H:%M}" if at.year == today.year else f"{at:%Y-%m-%d %H:%M}"


def day(on: date, today: date) -> str:
    """03-25, with the year where it is another one."""
    return f"{on:%m-%d}" if on.year == today.year else f"{on}"
