"""The menu: every place of the window, in its order; a screen is loaded when first wanted."""

from core.rights import Right
from gui.widgets.nav import Place
from gui.widgets.screen import Screen, Shell


def _desk(shell: Shell) -> Screen:
    from gui.screens.desk import DeskScreen

    return DeskScreen(shell)


def _visits(shell: Shell) -> Screen:
    from gui.screens.visits import VisitsScreen

    return VisitsScreen(shell)


def _mediation(shell: Shell) -> Screen:
    from gui.screens.mediation import MediationScreen

    return MediationScreen(shell)


def _meeting(shell: Shell) -> Screen:
    from gui.screens.meeting import MeetingScreen

    return MeetingScreen(shell)


def _ledgers(shell: Shell) -> Screen:
    from gui.screens.ledgers import LedgersScreen

    return LedgersScreen(shell)


def _packages(shell: Shell) -> Screen:
    from gui.screens.packages import PackagesScreen

    return PackagesScreen(shell)


def _weekly(shell: Shell) -> Screen:
    from gui.screens.weekly import WeeklyScreen

    return WeeklyScreen(shell)


def _grids(shell: Shell) -> Screen:
    from gui.screens.grids import GridsScreen

    return GridsScreen(shell)


def _bin(shell: Shell) -> Screen:
    from gui.screens.recycle_bin import RecycleBin

    return RecycleBin(shell)


def _settings(shell: Shell) -> Screen:
    from gui.screens.settings import SettingsScreen

    return SettingsScreen(shell)


def _importing(shell: Shell) -> Screen:
    from gui.screens.import_wizard import ImportWizard

    return ImportWizard(shell)


def _statistics(shell: Shell) -> Screen:
    from gui.screens.statistics import StatisticsScreen

    return StatisticsScreen(shell)


def _subsidy(shell: Shell) -> Screen:
    from gui.screens.subsidy import SubsidyScreen

    return SubsidyScreen(shell)


def _duty(shell: Shell) -> Screen:
    from gui.screens.duty import DutyScreen

    return DutyScreen(shell)


def _assessment(shell: Shell) -> Screen:
    from gui.screens.assessment import AssessmentScreen

    return AssessmentScreen(shell)


def _hand_over(shell: Shell) -> Screen:
    from gui.screens.hand_over import HandOverScreen

    return HandOverScreen(shell)


def _people(shell: Shell) -> Screen:
    from gui.screens.people import PeopleScreen

    return PeopleScreen(shell)


def _grid_change(shell: Shell) -> Screen:
    from gui.screens.grid_change import GridChangeScreen

    return GridChangeScreen(shell)


PLACES: tuple[Place, ...] = (
    Place("desk", "工作台", "view-dashboard-outline", _desk, "业务"),
    Place("visits", "来访来电", "phone-in-talk-outline", _visits, "业务"),
    Place("mediation", "矛盾调解", "scale-balance", _mediation, "业务"),
    Place("meeting", "晨会交办", "account-voice", _meeting, "业务", Right.MEET),
    Place("ledgers", "台账", "notebook-outline", _ledgers, "业务"),
    Place("packages", "报送", "package-variant-closed", _packages, "业务", Right.SEND),
    Place("weekly", "统计报表", "chart-box-outline", _weekly, "分析"),
    Place("grids", "网格与人员", "map-outline", _grids, "分析"),
    Place("bin", "回收站", "trash-can-outline", _bin, "管理", Right.KEEP),
    Place("settings", "设置", "cog-outline", _settings, "管理"),
    Place("import", "导入", "tray-arrow-down", _importing, needs=Right.KEEP, under="ledgers"),
    Place("statistics", "调解统计", "table-large", _statistics, under="weekly"),
    Place("subsidy", "以案定补", "cash-multiple", _subsidy, under="weekly"),
    Place("duty", "排班值班", "calendar-account", _duty, under="grids"),
    Place("people", "队伍", "account-group-outline", _people, under="grids"),
    Place("assessment", "月度考核", "clipboard-check-outline", _assessment, under="weekly"),
    Place(
        "grid_change", "调整网格", "vector-combine", _grid_change, needs=Right.KEEP, under="grids"
    ),
    Place(
        "hand_over",
        "工作交接",
        "account-switch-outline",
        _hand_over,
        needs=Right.MANAGE,
        under="settings",
    ),
)
