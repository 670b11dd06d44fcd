"""What a station or a person may set; the settings screen is made from these declarations."""

from core.setting import Scope, Setting

_WEEKDAYS = tuple((str(n), f"周{day}") for n, day in enumerate("一二三四五六日", 1))
_YEARS = tuple((str(n), f"{n} 年") for n in (3, 5, 10, 15, 20, 30, 60))

_PAGES = 20_000

SHORT_NAME = Setting("short_name", "", "编号简称", hint="卷号里的简称，如“石桥镇”", most=20)
OWN_UNIT = Setting("own_unit", "", "本单位", hint="单位名录里本单位的一行")
COUNTY = Setting("county", "", "所在县（市、区）")
WEEK_START = Setting(
    "week_start", "5", "报表周从哪天开始", choices=_WEEKDAYS, hint="多数县按周五到周四统计"
)
WEEK_DUE = Setting("week_due", "12:00", "周报几点前报出")
MEETING_TIME = Setting("meeting_time", "08:30", "晨会时间")
MEETING_PLACE = Setting("meeting_place", "会议室", "晨会地点")
NEVER = "0"
_NEVER = (NEVER, "不开")
MEETING_DAILY = Setting(
    "meeting_daily", "1", "日晨会", choices=(("1", "每个工作日"), _NEVER), hint="遇放假顺延"
)
MEETING_WEEKLY = Setting("meeting_weekly", "5", "周例会", choices=(*_WEEKDAYS, _NEVER))
MEETING_HALF = Setting(
    "meeting_half",
    NEVER,
    "半月例会",
    choices=(
        _NEVER,
        ("1", "每月1日、16日"),
        ("10", "每月10日、25日"),
        ("15", "每月15日、月末"),
    ),
)
MEETING_MONTHLY = Setting(
    "meeting_monthly",
    "last",
    "月总结会",
    choices=(
        ("last", "每月最后一个工作日"),
        ("first", "每月第一个工作日"),
        *((str(n), f"每月{n}日") for n in (5, 10, 15, 20, 25)),
        _NEVER,
    ),
)
MEETINGS = (MEETING_DAILY, MEETING_WEEKLY, MEETING_HALF, MEETING_MONTHLY)
HOLIDAYS = Setting(
    "holidays",
    "",
    "放假通知",
    hint="连标题粘贴进来；2025、2026年已有，每年接着往下粘",
    most=_PAGES,
)
AFTER_DUTY = Setting(
    "after_duty",
    "come",
    "值夜班后的晨会",
    choices=(("come", "照常参加"), ("rest", "补休，不列应到")),
)
TASK_NUMBERS = Setting(
    "task_numbers",
    "printed",
    "交办编号",
    choices=(("printed", "首次打印交办单时取号"), ("given", "登记交办时取号")),
    hint="〔年〕交字第N号；取了号的交办只能作废",
)
OFF_LIST_ASKS = Setting(
    "off_list_asks",
    "no",
    "清单外交办",
    choices=(("no", "只计数"), ("yes", "要补批准人和截止日")),
    hint="本站导入了履职事项清单才有",
)
_POSTS = (("0", "不要求"), *((str(n), f"{n} 人") for n in range(1, 10)))
POSTS_OF_AREA = (
    Setting("posts_area_head", "1", "每片区片长", choices=_POSTS, hint="配备标准，查空岗用"),
    Setting("posts_area_deputy", "1", "每片区副片长", choices=_POSTS),
    Setting("posts_area_station", "1", "每片区站长", choices=_POSTS),
)
"""1+1+1 of the usual 1+1+1+N."""
POSTS_OF_GRID = Setting(
    "posts_grid_workers", "1", "每网格网格员", choices=_POSTS, hint="网格长、专职、兼职都算"
)
PASS_MARK = Setting("pass_mark", "60", "培训考试及格分", whole=True)
CERTIFICATE_DAYS = Setting(
    "certificate_days", "30", "证书到期前几天提醒", whole=True, hint="列进工作台的待办"
)
DUTY_SHIFTS = Setting(
    "duty_shifts",
    "whole",
    "值班班次",
    choices=(("whole", "全天一班"), ("both", "白班和夜班")),
    hint="全天 8:30 交接；分两班的 8:00、17:00 交接",
)
DUTY_HEADS = Setting("duty_heads", "2", "每班值班人员（人）", hint="带班领导另算", whole=True)
DUTY_LEADER = Setting(
    "duty_leader",
    "yes",
    "带班领导",
    choices=(("yes", "每班一名"), ("no", "不排带班")),
)
DUTY_RUN = Setting("duty_run", "2", "最多连续值班（天）", whole=True)
DUTY_REST = Setting("duty_rest", "1", "两次值班至少隔（天）", whole=True)
DUTY_ORDER = Setting(
    "duty_order",
    "turn",
    "轮值办法",
    choices=(("turn", "顺序轮"), ("pair", "AB角"), ("week", "周轮")),
    hint="节假日另排一轮",
)
DUTY_PHONE = Setting("duty_phone", "", "值班电话", hint="印在值班表上")
MEDIATION_DAYS = Setting(
    "mediation_days", "30", "调解期限（天）", hint="从受理次日起算", whole=True
)
EXTENSION_DAYS = Setting(
    "extension_days", "30", "延期（天）", hint="各方同意，从原期限届满起算", whole=True
)
EXTENSION_MOST = Setting(
    "extension_most", "60", "累计最多延期（天）", hint="本地没有上限的可以填大些", whole=True
)
SUSPENSION_STOPS = Setting(
    "suspension_stops",
    "yes",
    "中止期间",
    choices=(("yes", "不计入调解期限"), ("no", "照算")),
)
REVIEW_DAYS = Setting(
    "review_days", "3", "受理审查（工作日）", hint="从收到申请次日起算", whole=True
)
CONFIRMATION_DAYS = Setting(
    "confirmation_days",
    "30",
    "司法确认（天）",
    hint="从协议生效次日起算，末日遇节假日顺延",
    whole=True,
)
FOLLOW_UP_DAYS = Setting(
    "follow_up_days", "7", "书面协议回访（天）", hint="履行期届满后几天内", whole=True
)
FOLLOW_UP_ON_SPOT = Setting(
    "follow_up_on_spot", "30", "当场履行回访（天）", hint="生效后几天内", whole=True
)
FILING_DAYS = Setting("filing_days", "30", "立卷归档（天）", hint="从结案次日起算", whole=True)
COURT_TAKES_DAYS = Setting("court_takes_days", "3", "法院决定受理（天）", whole=True)
COURT_RULES_DAYS = Setting(
    "court_rules_days", "15", "法院审查（天）", hint="以法院为准", whole=True
)
ENFORCEMENT_YEARS = Setting(
    "enforcement_years", "2", "申请执行（年）", hint="从最后履行日起算", whole=True
)
GROUP_FROM = Setting("group_from", "5", "一般群体性事件（人）", hint="涉及多少人起", whole=True)
MASS_FROM = Setting("mass_from", "30", "重大群体性事件（人）", hint="涉及多少人起", whole=True)
MEDIATION_PLACE = Setting("mediation_place", "调解室", "调解地点")
_BESIDE = "一行一句，按 F3 时排在前面"
PHRASES = {
    part: Setting(key, "", f"{part}常用的话", Scope.PERSON, hint=_BESIDE, most=_PAGES)
    for part, key in (("调解", "talk_phrases"), ("调查", "inquiry_phrases"))
}
"""One's own sentences beside those of the template, by its part."""
NUMBER_DIGITS = Setting(
    "number_digits", "3", "卷号序号位数", choices=(("3", "3 位"), ("4", "4 位"))
)
STATISTICS_DAY = Setting(
    "statistics_day",
    "0",
    "调解统计月截止日",
    choices=(("0", "月末"), *((str(n), f"每月 {n} 日") for n in (15, 20, 25, 28))),
)
STATISTICS_BASIS = Setting(
    "statistics_basis",
    "closed",
    "调解案件总数按什么统计",
    choices=(("closed", "期内办结"), ("accepted", "期内受理")),
)
UNCHECKED = Setting("unchecked", "", "不做的统计校验", hint="写校验号，如 T8、T16")
GRADING = (
    Setting("hard_amount", "10000", "疑难案件：金额达到（元）"),
    Setting("hard_people", "5", "疑难案件：当事人达到（人）"),
    Setting("hard_talks", "2", "疑难案件：调解达到（次）"),
    Setting("hard_kinds", "", "疑难案件：纠纷类型", hint="几类用顿号隔开"),
    Setting("major_amount", "100000", "重大案件：金额达到（元）"),
    Setting("major_people", "10", "重大案件：当事人达到（人）"),
    Setting("major_kinds", "", "重大案件：纠纷类型", hint="几类用顿号隔开"),
)
"""From what on a case is hard, or major: amount, people, talks, kinds (mediation.md §7.2)."""
SUBSIDY = Setting(
    "subsidy",
    "off",
    "以案定补",
    choices=(("off", "不用"), ("on", "启用")),
    hint="启用后在“调解统计”里申报",
)
SUBSIDY_RATES = (
    Setting("subsidy_simple", "50", "简易案件每件补贴（元）"),
    Setting("subsidy_normal", "100", "一般案件每件补贴（元）"),
    Setting("subsidy_hard", "200", "疑难案件每件补贴（元）"),
    Setting("subsidy_major", "300", "重大案件每件补贴（元）"),
)
"""In the order of the code table of grades."""
SUBSIDY_PERFORMED = Setting(
    "subsidy_performed",
    "yes",
    "以案定补要等履行完毕",
    choices=(("yes", "履行完毕才能申报"), ("no", "调解成功就能申报")),
)
ASSESSMENT = Setting(
    "assessment",
    "off",
    "月度考核",
    choices=(("off", "不用"), ("on", "启用")),
    hint="启用后在“统计报表”里；考核工作，不考核居民",
)
RETENTION_SHORT = Setting(
    "retention_short", "5", "短期保管年限", choices=_YEARS, hint="从办结次年算起，到期只提醒"
)
RETENTION_LONG = Setting("retention_long", "15", "长期保管年限", choices=_YEARS)
DUPLEX = Setting("duplex", "single", "打印", choices=(("single", "单面"), ("duplex", "双面")))
FILE_NUMBERS = Setting(
    "file_numbers",
    "printed",
    "整本卷宗页号",
    choices=(("printed", "印上"), ("by_hand", "留着手盖")),
)
BINDING = Setting(
    "ledger_binding",
    "left",
    "台账装订边",
    choices=(("left", "左边（单独成册）"), ("top", "上边（与竖页文件同订）")),
    hint="装订边留 25 毫米",
)
SHRINK = Setting(
    "attachment_shrink",
    "yes",
    "拍照附件自动缩小",
    choices=(("yes", "缩小（长边 2000 点）"), ("no", "保持原大小")),
    hint="照片里的拍摄地点总会去掉",
)
LARGEST = Setting(
    "attachment_most",
    "50",
    "单个附件最大",
    choices=(("20", "20 MB"), ("50", "50 MB"), ("100", "100 MB"), ("200", "200 MB")),
)
LOCK_MINUTES = Setting(
    "lock_minutes",
    "15",
    "多久没人动就锁定",
    choices=tuple((str(n), f"{n} 分钟") for n in (5, 10, 15, 30, 60)),
    hint="没写完的内容还在，解锁接着写",
)
LETTERS = Setting(
    "letters", "standard", "字号", Scope.PERSON, (("standard", "标准"), ("large", "大字"))
)
ROWS = Setting(
    "rows",
    "two",
    "列表行",
    Scope.PERSON,
    (("two", "两行"), ("compact", "紧凑")),
    "紧凑一屏约 18 行",
)

DESK_AS = Setting(
    "desk_as",
    "post",
    "工作台",
    Scope.PERSON,
    (("post", "按岗位"), ("clerk", "内勤的"), ("chief", "站长的"), ("mediator", "调解员的")),
    "一人多岗时选最常用的",
)

BACKUP_FOLDER = Setting("backup_folder", "", "备份位置")
BACKUP_MARK = Setting("backup_mark", "", "备份位置的记号")

REVIEW_RULES = Setting("review_rules", "", "自查规则")
REVIEW_SCORES = Setting(
    "review_scores",
    "no",
    "案卷自查表打分",
    choices=(("no", "不打分"), ("yes", "打分（100 分）")),
)

GRID_CODE = Setting(
    "grid_code",
    "{区划12}{顺序3}",
    "网格编码规则",
    hint="村的12位区划加3位顺序；改了以后可重编，旧码留着",
)
GRID_LEAST = Setting("grid_least", "300", "每格户数不少于", whole=True)
GRID_MOST = Setting("grid_most", "500", "每格户数不多于", whole=True)
_CHECKED = (("yes", "检查"), ("no", "不检查"))
GRID_CHECKS = {
    key: Setting(f"grid_check_{key}", "yes", f"网格自检：{label}", choices=_CHECKED)
    for key, label in (
        ("households", "户数"),
        ("name", "同村同名"),
        ("bounds", "四至"),
        ("people", "网格长和网格员"),
        ("closed", "停用后未划走"),
        ("code", "编码重复"),
        ("length", "编码位数"),
        ("prefix", "编码开头"),
    )
}
"""The checks of `domain/grid.md` §1.3 and §1.4, each of which may be switched off."""
GRID_LEVELS = {
    code: Setting(f"grid_level_{code}", "", f"“{name}”改称", hint="不填就用通行的叫法")
    for code, name in (
        ("city", "市级"),
        ("county", "县级"),
        ("town", "镇街级"),
        ("area", "片区"),
        ("village", "村（社区）级"),
        ("base", "基础网格级"),
        ("micro", "微网格级"),
    )
}


def _role(code: str, usual: str) -> Setting:
    """What a role is called here: 主任, 站长 and 片长 are one role under many names."""
    return Setting(f"role_{code}", "", f"“{usual}”改称", hint="不填就用通行的叫法")


ROLE_NAMES = {
    "clerk": _role("clerk", "内勤"),
    "chief": _role("chief", "主任（站长）"),
    "mediator": _role("mediator", "调解员"),
    "admin": _role("admin", "系统管理员"),
    "reader": _role("reader", "只读迎检"),
}

TOPICS: tuple[tuple[str, tuple[Setting, ...]], ...] = (
    ("单位", (SHORT_NAME, COUNTY)),
    ("周报", (WEEK_START, WEEK_DUE)),
    ("会议", (MEETING_TIME, MEETING_PLACE, *MEETINGS, AFTER_DUTY)),
    ("放假调休", (HOLIDAYS,)),
    (
        "值班",
        (
            DUTY_SHIFTS,
            DUTY_HEADS,
            DUTY_LEADER,
            DUTY_RUN,
            DUTY_REST,
            DUTY_ORDER,
            DUTY_PHONE,
        ),
    ),
    ("交办", (TASK_NUMBERS, OFF_LIST_ASKS)),
    ("队伍", (*POSTS_OF_AREA, POSTS_OF_GRID, PASS_MARK, CERTIFICATE_DAYS, ASSESSMENT)),
    (
        "调解期限",
        (
            REVIEW_DAYS,
            MEDIATION_DAYS,
            EXTENSION_DAYS,
            EXTENSION_MOST,
            SUSPENSION_STOPS,
            CONFIRMATION_DAYS,
            COURT_TAKES_DAYS,
            COURT_RULES_DAYS,
            ENFORCEMENT_YEARS,
            FOLLOW_UP_DAYS,
            FOLLOW_UP_ON_SPOT,
            FILING_DAYS,
        ),
    ),
    (
        "调解案件",
        (
            MEDIATION_PLACE,
            NUMBER_DIGITS,
            GROUP_FROM,
            MASS_FROM,
            REVIEW_SCORES,
            RETENTION_SHORT,
            RETENTION_LONG,
        ),
    ),
    ("调解统计", (STATISTICS_DAY, STATISTICS_BASIS, UNCHECKED)),
    ("案件分级和以案定补", (*GRADING, SUBSIDY, *SUBSIDY_RATES, SUBSIDY_PERFORMED)),
    ("打印装订", (DUPLEX, FILE_NUMBERS, BINDING)),
    ("附件", (SHRINK, LARGEST)),
    ("网格", (GRID_CODE, *GRID_LEVELS.values())),
    ("网格自检", (GRID_LEAST, GRID_MOST, *GRID_CHECKS.values())),
    ("岗位叫法", tuple(ROLE_NAMES.values())),
    ("锁定", (LOCK_MINUTES,)),
    ("显示", (LETTERS, ROWS, DESK_AS)),
    ("笔录", tuple(PHRASES.values())),
)
"""Everything the settings page shows, by what it is about; what no topic has is set elsewhere."""

SETTINGS = tuple(one for _title, listed in TOPICS for one in listed)


def setting(key: str) -> Setting:
    """The setting of that key, also under a name it had before."""
    return next(one for one in SETTINGS if key == one.key or key in one.was)
