"""What a person should know of the station right after unlocking: told once, in nobody's way."""

from core.services import opening
from gui.tasks import Query
from gui.widgets.frame import Frame
from gui.widgets.left_off import LeftOff
from gui.widgets.parts import Banner


def show(frame: Frame, healed: str) -> None:
    """A bar while nothing can be changed, or with what was left half typed.

    A notice tells where the computer's clock was set back; `healed` says what was put right in
    passing.
    """
    station = frame.desk.station
    frame.add_banner(Banner(station.readonly) if station.readonly else LeftOff(frame))
    if healed:
        frame.say(healed)
    if not station.demo:
        asked = Query(frame.desk, frame, opening.clock_fault, station.now())
        asked.then(lambda text: frame.fail(text) if text else None).start()
