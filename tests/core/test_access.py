"""Passwords and the recovery code as acts: who may, what the journal says, what opens after."""

from datetime import timedelta

import pytest

import main
from core.errors import Invalid, NotAllowed, StoreFault
from core.journal import feed
from core.journal.recorder import Recorder
from core.rights import Actor
from core.services import access, founding, history, records, soundness
from core.store import keys, lock, slots
from tests.conftest import FACTS, PASSWORD

OTHER = ("王建国", "jianguo-2026")


@pytest.fixture
def colleague(station):
    """A second user with a password."""
    user = station.perform(founding.add_user, OTHER[0], "mediator").value
    station.perform(access.reset, station.folder, station.secret.key, *OTHER)
    return station.as_(Actor(user.id, user.name, user.role))


def last(station):
    return station.ask(feed.entries, 1)[0]


def test_the_chief_gives_a_forgetful_colleague_another_password(station, colleague):
    again = (OTHER[0], "nochmal-2026")
    station.perform(access.reset, station.folder, station.secret.key, *again)
    assert keys.unlock(station.folder, *again) == station.secret.key
    with pytest.raises(keys.Mistyped):
        keys.unlock(station.folder, *OTHER)
    assert (last(station).label, last(station).final) == ("重设口令：王建国", True)
    assert "nochmal" not in str(last(station))


def test_a_colleague_resets_nobodys_password(station, colleague):
    with pytest.raises(NotAllowed):
        colleague.perform(access.reset, station.folder, bytes(32), FACTS.user, "gestohlen-1")
    assert keys.unlock(station.folder, FACTS.user, PASSWORD) == station.secret.key


def test_no_password_for_a_stranger_or_a_leaver(station, colleague):
    station.perform(access.close, station.folder, OTHER[0])
    for name in (OTHER[0], "没有的人"):
        with pytest.raises(Invalid, match="或已停用"):
            station.perform(access.reset, station.folder, station.secret.key, name, "irgendwas-1")
    assert keys.names(station.folder) == (FACTS.user,)


def test_ones_own_password_is_changed_and_noted(station, colleague):
    colleague.perform(access.change, station.folder, OTHER[1], "nochmal-2026")
    assert keys.unlock(station.folder, OTHER[0], "nochmal-2026")
    assert (last(station).label, last(station).actor_name) == ("修改口令", OTHER[0])
    with pytest.raises(keys.Mistyped):
        colleague.perform(access.change, station.folder, "falsch-2026", "egal-2026")
    assert keys.unlock(station.folder, OTHER[0], "nochmal-2026")


def test_a_closed_login_opens_nothing_and_is_not_undone(station, colleague, clock):
    station.perform(access.close, station.folder, OTHER[0])
    assert last(station).label == "停用用户：王建国"
    before = station.now() - timedelta(hours=1)
    assert station.ask(history.undoable, station.actor.id, before) is None
    with pytest.raises(Invalid, match="没有这个用户"):
        founding.open_station(station.folder, *OTHER, clock)


@pytest.mark.parametrize("name", [FACTS.user, "没有的人"])
def test_the_own_login_and_a_strangers_are_not_closed(station, colleague, name):
    with pytest.raises(Invalid):
        station.perform(access.close, station.folder, name)
    assert keys.names(station.folder) == (FACTS.user, OTHER[0])


def test_the_recovery_code_is_tried_for_real_and_nothing_changes(station):
    code = station.perform(access.renew, station.folder, station.secret.key).value
    before = (station.folder / keys.SLOTS).read_bytes()
    station.perform(access.try_code, station.folder, station.secret.key, code.lower())
    assert (station.folder / keys.SLOTS).read_bytes() == before
    labels = [entry.label for entry in station.ask(feed.entries, 2)]
    assert labels == ["试用应急恢复码", "换应急恢复码"]
    assert code not in str(station.ask(feed.entries, 9))
    with pytest.raises(Invalid, match="应急恢复码不对"):
        station.perform(access.try_code, station.folder, station.secret.key, "AAAA-BBBB")
    with pytest.raises(Invalid, match="请马上换一个新码"):
        station.perform(access.try_code, station.folder, bytes(32), code)


def test_the_recovery_code_lets_a_person_in_again(station, clock):
    code = station.perform(access.renew, station.folder, station.secret.key).value
    access.rescued(station.folder, code, FACTS.user, "neues-wort-1", clock())
    again = founding.open_station(station.folder, FACTS.user, "neues-wort-1", clock)
    again.perform(access.note_rescue)
    assert last(again).label == "用应急恢复码重设口令"
    again.close()
    with pytest.raises(Invalid, match="没有这个用户"):
        access.rescued(station.folder, code, "没有的人", "neues-wort-1", clock())


def test_the_recovery_code_after_a_rekey_that_was_cut_short(station, clock):
    code = station.perform(access.renew, station.folder, station.secret.key).value
    station.close()
    keys.offer(station.folder, bytes(32))
    access.rescued(station.folder, code, FACTS.user, "neues-wort-1", clock())
    founding.open_station(station.folder, FACTS.user, "neues-wort-1", clock).close()


def test_passwords_that_belong_to_nobody_are_named(station, colleague):
    assert station.ask(access.differences, station.folder) == []
    keys.add(station.folder, station.secret.key, "没登记的人", "irgendwas-1")
    row = station.ask(access._user, OTHER[0])
    station.perform(records.save, "user", {"closed": True}, row.id, row.version)
    found = station.ask(access.differences, station.folder)
    assert [text.split("”")[0] for text in found] == ["“王建国", "“没登记的人"]
    assert {one.code for one in soundness.check(station)} >= {"login"}
    told, left = soundness.mend(station, soundness.check(station))
    assert "已清掉 2 个不能再用的口令：王建国、没登记的人。" in told
    assert "login" not in {one.code for one in left}
    assert keys.names(station.folder) == (FACTS.user,)


def test_the_names_say_who_has_no_password_yet(station, colleague):
    station.perform(founding.add_user, "李小满", "clerk")
    station.perform(access.close, station.folder, OTHER[0])
    people = station.ask(access.people, station.folder)
    assert {one.name: one.state for one in people} == {
        FACTS.user: "",
        OTHER[0]: "已停用",
        "李小满": "还没有口令",
    }


@pytest.fixture
def verb(station, monkeypatch, capsys, clock, tmp_path):
    """Runs a verb on the station, and returns its status and what was said."""
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    station.close()

    def run(*words, user=FACTS.user):
        words = [*words, "--station", str(station.folder), "--user", user]
        status = main.main(words, clock)
        said = capsys.readouterr()
        return status, said.out or said.err

    return run


def test_the_verb_resets_a_password_from_a_file(colleague, verb, station, tmp_path, clock):
    (tmp_path / "new.txt").write_text("aus-der-datei-1\n")
    status, said = verb(
        "users", "password", OTHER[0], "--new-password-file", str(tmp_path / "new.txt")
    )
    assert (status, "已重设" in said, "aus-der-datei" in said) == (0, True, False)
    founding.open_station(station.folder, OTHER[0], "aus-der-datei-1", clock).close()
    assert verb("users", "password", OTHER[0])[0] == 1
    missing = verb("users", "password", OTHER[0], "--new-password-file", "nowhere")
    assert missing == (1, "读不到口令文件“nowhere”，请核对路径。\n")


@pytest.mark.parametrize(
    ("again", "status"), [("aus-dem-kopf-1", 0), ("etwas-anderes-1", 1)], ids=["same", "differs"]
)
def test_at_the_terminal_the_new_password_is_typed_twice(
    colleague, verb, station, monkeypatch, again, status
):
    typed = iter(["aus-dem-kopf-1", again])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    assert verb("users", "password", OTHER[0])[0] == status
    opens = keys.names(station.folder) and _opens(station, "aus-dem-kopf-1")
    assert opens is (status == 0)


def _opens(station, password):
    try:
        return bool(keys.unlock(station.folder, OTHER[0], password))
    except keys.Mistyped:
        return False


def test_the_verb_lists_who_may_come_in(colleague, verb):
    assert verb("users", "list") == (0, f"{FACTS.user}　\n{OTHER[0]}　\n")


def test_the_verb_changes_the_lock_alone(colleague, verb, station, clock):
    held = lock.hold(station.folder, "王建国", clock())
    assert verb("rekey")[0] == 1
    held.release()
    assert keys.unlock(station.folder, *OTHER) == station.secret.key
    assert verb("rekey")[0] == 0
    assert keys.unlock(station.folder, *OTHER) != station.secret.key
    assert verb("check") == (0, "检查完毕，没有发现问题。\n")


def test_verbs_make_wait_after_wrong_passwords(colleague, verb, monkeypatch, clock):
    monkeypatch.setenv("STATION_PASSWORD", "falsch-2026")
    for _ in range(3):
        assert "口令不对" in verb("users", "list")[1]
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    assert verb("users", "list") == (1, "连续输错了几次，请等 5 秒再试。\n")
    clock.tick(seconds=5)
    assert verb("users", "list")[0] == 0


def test_an_act_that_was_not_kept_leaves_every_password_as_it_was(station, colleague, monkeypatch):
    def full(*_):
        raise StoreFault("磁盘空间不够")

    folder, key = station.folder, station.secret.key
    before = slots.read(folder).slots
    acts = [
        (access.change, folder, PASSWORD, "nochmal-2026"),
        (access.reset, folder, key, OTHER[0], "nochmal-2026"),
        (access.close, folder, OTHER[0]),
        (access.renew, folder, key),
    ]
    monkeypatch.setattr(Recorder, "write", full)
    for act, *words in acts:
        with pytest.raises(StoreFault):
            station.perform(act, *words)
        assert slots.read(folder).slots == before
    assert keys.unlock(folder, FACTS.user, PASSWORD) == key
