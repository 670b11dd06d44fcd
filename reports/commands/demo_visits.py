"""Who came and called in the demonstration: invented people, the stories of `users.md` §5."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from core import workdays
from core.record import Value
from core.services import records, visit_notes, visits
from core.services.visit_notes import Jotting
from core.services.visits import Closing, HandOut
from core.station import Station
from reports.commands.diary import Event

_AFTERNOON, _EVENING = time(16, 0), time(16, 40)


@dataclass(frozen=True, slots=True)
class End:
    """How a matter ended, so many days after it came."""

    after: int
    reply: str
    way: str = "phone"
    satisfaction: str | None = "good"


@dataclass(frozen=True, slots=True)
class Told:
    """One visit: how long before the demonstration's day, when, what, and what became of it."""

    ago: int
    hour: time
    village: str
    values: Mapping[str, Value]
    owner: str = ""
    unit: str = ""
    days: int = 0
    end: End | None = None
    late: int = 0
    void: str = ""


_DANCE = {"title": "广场舞噪声扰民", "kind": "H03"}
TOLD = (
    Told(
        23,
        time(10, 40),
        "红旗社区",
        {**_DANCE, "source": "call", "name": "李女士", "phone": "0000-8800123"},
        unit="红旗社区居委会",
        days=3,
        end=End(2, "社区已上门劝导，领舞人答应把音量调低"),
    ),
    Told(
        19,
        time(14, 50),
        "青石村",
        {
            "title": "14名工人反映工程队拖欠工资",
            "source": "visit",
            "name": "何满仓等14人",
            "heads": 14,
            "phone": "0000-8800136",
            "kind": "A03",
            "summary": "在上湾村厂房工地干活两个月，工资共21.6万元没有发，盼年前拿到。",
            "urgency": "urgent",
        },
        owner="周建国",
        days=5,
        end=End(6, "已约工程队负责人到场，先付六成，余款写了还款计划", "face"),
    ),
    Told(
        16,
        time(11, 5),
        "红旗社区",
        {**_DANCE, "source": "call", "anonymous": True, "summary": "晚上十点还在放，孩子睡不着。"},
        unit="红旗社区居委会",
        days=3,
        end=End(3, "已再次劝导，并约定晚上九点前结束", satisfaction="fair"),
    ),
    Told(
        13,
        time(15, 20),
        "东风村",
        {
            "title": "咨询低保申请要什么材料",
            "source": "visit",
            "name": "王秀英",
            "phone": "0000-8800147",
            "address": "东风村三组",
            "kind": "J01",
        },
        end=End(0, "当面说明材料清单，转村里代办", "face", "best"),
    ),
    Told(
        12,
        time(11, 30),
        "南河村",
        {"title": "咨询医保缴费", "source": "visit", "name": "王秀英", "phone": "0000-8800158"},
        end=End(0, "已帮忙在手机上缴好", "face"),
    ),
    Told(
        11,
        time(16, 10),
        "新华社区",
        {
            "title": "楼道里给电动自行车充电",
            "source": "call",
            "anonymous": True,
            "kind": "C04",
            "urgency": "urgent",
        },
        unit="新华社区居委会",
        days=2,
        end=End(1, "已发隐患告知单，拉线拆除；一周后复查没有再犯"),
    ),
    Told(
        9,
        time(10, 45),
        "柳林村",
        {
            "title": "邻居翻修房屋檐口滴水到自家院里",
            "source": "visit",
            "name": "张𠮷",
            "phone": "0000-8800169",
            "kind": "A01",
            "note": "本人不愿出示身份证，未登记证号。",
        },
        owner="吴秀兰",
        days=5,
    ),
    Told(
        8,
        time(11, 20),
        "柳林村",
        {"title": "邻居檐口滴水", "source": "call", "name": "张𠮷"},
        void="与前一天的来访重复登记",
    ),
    Told(
        7,
        time(14, 30),
        "白杨村",
        {
            "title": "村东水泥路塌了一块",
            "source": "hotline",
            "name": "陈㛃",
            "phone": "0000-8800171",
            "kind": "N01",
            "outside_number": "12345热线 LC20251113-0456",
        },
        unit="镇交通和建设办",
        days=5,
    ),
    Told(
        6,
        time(15, 40),
        "双井村",
        {
            "title": "5户村民反映自来水浑浊",
            "source": "visit",
            "name": "赵连城等5人",
            "proxy": "赵连城",
            "heads": 5,
            "phone": "0000-8800182",
            "kind": "J09",
        },
        unit="双井村委会",
        days=3,
        late=2,
    ),
    Told(
        3,
        time(16, 20),
        "红旗社区",
        {
            **_DANCE,
            "title": "第三次反映广场舞噪声扰民",
            "source": "call",
            "name": "李女士",
            "phone": "0000-8800123",
        },
        owner="郑志强",
        days=3,
    ),
    Told(
        1,
        time(15, 10),
        "上湾村",
        {
            "title": "反映村里鱼塘污水直排河道",
            "source": "petition",
            "name": "刘德旺",
            "kind": "H01",
            "outside_number": "信访系统 3300-0987",
        },
    ),
)
NOTES = (
    (time(8, 14), Jotting("东风村三组路灯坏了两盏，老人晚上出门看不见", "0000-8800193", "李大爷")),
    (time(8, 22), Jotting("下湾村有人在河滩烧秸秆，烟飘到学校")),
)


def events(station: Station, today: date) -> Iterator[Event]:
    """Everybody who comes or calls, on the days they do."""
    villages = {name: one for one, name in station.ask(records.choices, "grid")}
    people = {name: one for one, name in station.ask(records.choices, "staff")}
    for one in TOLD:
        yield from _Visit(station, one, today - timedelta(days=one.ago)).events(
            villages.get(one.village), people.get(one.owner)
        )
    for hour, said in NOTES:
        yield datetime.combine(today, hour), partial(station.perform, visit_notes.jot, said)


@dataclass(slots=True)
class _Visit:
    station: Station
    told: Told
    day: date
    id: UUID | None = None

    def events(self, grid: UUID | None, owner: UUID | None) -> Iterator[Event]:
        """The coming, and how it ended."""
        yield datetime.combine(self.day, self.told.hour), partial(self._come, grid, owner)
        if (end := self.told.end) is not None:
            ended = self.day + timedelta(days=end.after)
            hour = _AFTERNOON if end.after else _EVENING
            yield datetime.combine(ended, hour), partial(self._settle, end)

    def _come(self, grid: UUID | None, owner: UUID | None) -> None:
        told, day = self.told, self.day
        came = day - timedelta(days=told.late)
        values = {**told.values, "grid": grid, "came_on": came}
        if not told.late:
            values["came_at"] = told.hour
        one = self.id = self.station.perform(visits.register, values).value
        due = workdays.known().add_workdays(day, told.days)
        if owner is not None or told.unit:
            self.station.perform(visits.hand_out, one, HandOut(owner, told.unit, due))
        if told.void:
            self.station.perform(records.void, "visit", one, told.void)

    def _settle(self, end: End) -> None:
        assert self.id is not None, "who goes has come"
        how = Closing(end.reply, None, end.way, end.satisfaction)
        self.station.perform(visits.close, self.id, how)
