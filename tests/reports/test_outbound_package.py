"""What the station writes on a stick: whole, secret, proved, or nothing at all."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.envelope import sha256
from core.errors import Cancelled, Invalid
from core.intake import package as intake
from core.intake.wire import members
from core.intake.wire.line import OPERATIONS
from core.intake.wire.members import Attachment
from reports.outbound import volumes
from reports.outbound.package import Contents, Medium, write
from tests.packing import ORG, World, attachment, header, index_of, line, reading, taken_apart


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def left(world: World) -> list[str]:
    return sorted(path.name for path in world.folder.iterdir())


def read(world: World, path: Path):
    """Lines and attachments, as the county gets them."""
    package = intake.verify(path, world.enrolled, world.county)
    changes = list(intake.lines(package, world.county))
    found = {one.sha256: b"".join(one.chunks) for one in intake.attachments(package, world.county)}
    return changes, found


def test_the_files_lie_together_under_one_plain_name(world):
    written = world.send([line(1)])
    stem = f"{ORG}-0001-{written.digest[:8]}.zzpkg"
    assert [path.name for path in written.files] == [f"{stem}.001", f"{stem}.sig", f"{stem}.idx"]
    assert left(world) == sorted(path.name for path in written.files)


def test_twelve_thousand_lines_and_attachments_arrive_in_order(world):
    lines = [line(n, label="登记纠纷" if n % 2 else "") for n in range(12_000)]
    photos = [os.urandom(size) for size in (0, 1, 511, 512, 513, 300_000)]
    written = world.send(iter(lines), map(attachment, photos))
    paths = [file.path for file in written.manifest.files]
    assert paths[:4] == [*map(members.record_path, range(3)), f"att/{sha256(photos[0])}"]
    assert written.manifest.counts == {"mediation_case": {"create": 12_000}}
    assert read(world, index_of(written)) == (lines, {sha256(one): one for one in photos})


def test_tiny_parts_are_numbered_and_read_as_one(world):
    content = os.urandom(5_000)
    written = world.send([line(1), line(2)], [attachment(content)], part_size=1_000)
    assert len(written.files) > 7
    assert all(path.stat().st_size == 1_000 for path in written.files[:-3])
    assert read(world, index_of(written)) == ([line(1), line(2)], {sha256(content): content})


def test_a_part_that_is_filled_exactly_is_not_followed_by_an_empty_one(world):
    sink = volumes.Volumes(world.folder, "x", 10)
    for chunk in (b"12345", b"67890", b"12345678901", b"234567890"):
        sink.write(chunk)
    sink.close()
    assert [part.size for part in sink.parts] == [10, 10, 10]


def test_a_week_without_changes_is_a_package_too(world):
    written = world.send([])
    assert written.manifest.counts == {}
    assert read(world, index_of(written)) == ([], {})


def test_an_attachment_used_twice_travels_once(world):
    written = world.send([], [attachment(b"photo"), attachment(b"photo")])
    assert len(written.manifest.files) == 1


def test_nothing_can_be_read_without_a_key(world):
    written = world.send([line(1)], [attachment("调解协议书".encode())], part_size=1_000)
    raw = b"".join(path.read_bytes() for path in written.files)
    for secret in ("纠纷", "调解协议书", "石桥镇", "mediation_case", "manifest.json", "李海燕"):
        assert secret.encode() not in raw


def test_the_identity_is_of_the_contents_and_not_of_the_ciphertext(world):
    first, again = world.send([line(1)]), world.send([line(1)])
    assert first.digest == again.digest
    assert world.send([line(2)]).digest != first.digest


def test_unknown_fields_of_a_later_version_are_kept(world):
    changed = line(1, op="patch", version=2, old={"title": "旧"}, more={"reason": "更正"})
    written = world.send([changed])
    assert read(world, index_of(written))[0] == [changed]
    stored = members.unpack(taken_apart(index_of(written), world.own)[0][1])
    assert '"reason":"更正"'.encode() in stored


def test_without_the_county_key_nothing_is_made(world):
    keys = world.keys.__class__(world.person, world.station, ())
    with pytest.raises(Invalid, match="密钥卡"):
        write(Medium(world.folder), header(), Contents([line(1)]), keys)
    assert left(world) == []


@pytest.mark.parametrize("step", ["正在写入记录", "正在写入附件", "正在核对写入的内容"])
def test_cancelling_leaves_nothing_and_what_lay_there_stays(world, step):
    (world.folder / "照片.jpg").write_bytes(b"mine")
    before = [path.name for path in world.send([line(1)]).files]

    def stop(now: str, done: int = 0, total: int = 0) -> None:
        if now == step:
            raise Cancelled

    with pytest.raises(Cancelled):
        world.send([line(2)], [attachment(os.urandom(9_000))], 1_000, stop)
    assert left(world) == sorted([*before, "照片.jpg"])


def test_a_failure_while_gathering_leaves_nothing(world):
    def gathered():
        yield line(1)
        raise KeyError("a defect")

    with pytest.raises(KeyError, match="a defect"):
        world.send(gathered())
    assert left(world) == []


def test_a_float_never_leaves_the_house(world):
    with pytest.raises(ValueError, match="float"):
        world.send([line(1, new={"amount": 120.5})])
    assert left(world) == []


def test_an_attachment_that_is_not_what_was_registered_stops_the_package(world):
    for wrong in (
        Attachment(sha256(b"photo"), 5, [b"photx"]),
        Attachment(sha256(b"photo"), 4, [b"photo"]),
    ):
        with pytest.raises(Invalid, match="附件"):
            world.send([line(1)], [wrong])
        assert left(world) == []


def test_a_text_longer_than_a_reader_takes_is_told_before_it_is_sent(world, monkeypatch):
    monkeypatch.setattr(members, "LONGEST_LINE", 1_000)
    with pytest.raises(Invalid, match="缩短"):
        world.send([line(1, new={"summary": "长" * 1_000})])
    assert left(world) == []


def test_long_lines_are_spread_over_members_a_reader_can_hold(world, monkeypatch):
    monkeypatch.setattr(members, "MOST_BYTES", 1_000)
    lines = [line(n) for n in range(20)]
    written = world.send(lines)
    assert len(written.manifest.files) > 4
    assert all(file.size <= 1_000 for file in written.manifest.files)
    assert read(world, index_of(written))[0] == lines


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "空间不足"), (errno.EROFS, "写保护"), (errno.EIO, "是否插好")],
)
@pytest.mark.parametrize("after", [0, 1, 3, 4])
def test_a_full_barred_or_pulled_stick_is_told_and_left_clean(
    world, monkeypatch, number, sentence, after
):
    calls = iter(range(100))

    def failing(file) -> None:
        if next(calls) == after:
            raise OSError(number, "no")

    monkeypatch.setattr(volumes, "_settle", failing)
    with pytest.raises(Invalid, match=sentence):
        world.send([line(1)], [attachment(os.urandom(1_500))], part_size=1_000)
    assert left(world) == []


def test_a_folder_that_is_gone_is_told(world):
    with pytest.raises(Invalid, match="是否插好"):
        write(Medium(world.folder / "U盘"), header(), Contents([line(1)]), world.keys)


def test_a_stick_that_reads_back_something_else_is_not_trusted(world, monkeypatch):
    monkeypatch.setattr(volumes, "_read", lambda path: [path.read_bytes()[:-1] + b"?"])
    with pytest.raises(Invalid, match="换一个"):
        world.send([line(1)])
    assert left(world) == []


def test_progress_counts_lines_and_bytes_and_no_thread_is_left(world):
    steps = []
    world.send(
        [line(n) for n in range(6_000)],
        [attachment(b"x")],
        progress=lambda step, done=0, total=0: steps.append((step, done, total)),
    )
    assert steps[:3] == [
        ("正在写入记录", 5_000, 0),
        ("正在写入记录", 6_000, 0),
        ("正在写入附件", 3, 0),
    ]
    assert steps[-1][1] == steps[-1][2] > 0
    assert not reading()


CELL = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text('a村𠮷㛃\n"\\0', max_size=9)
)
COLUMNS = st.dictionaries(st.sampled_from(["title", "amount", "closed"]), CELL, max_size=3)
LINES = st.lists(
    st.builds(
        line,
        st.integers(0, 10**12 - 1),
        table=st.sampled_from(["staff", "mediation_case"]),
        version=st.integers(1, 10**6),
        op=st.sampled_from(OPERATIONS),
        new=COLUMNS,
        old=COLUMNS,
        label=st.sampled_from(["", "登记纠纷"]),
        more=st.just({}) | st.just({"reason": "更正"}),
    ),
    max_size=6,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(LINES, st.lists(st.binary(max_size=700), max_size=3, unique=True), st.integers(200, 5_000))
def test_what_is_written_is_what_is_read(world, lines, contents, part_size):
    written = world.send(lines, map(attachment, contents), part_size)
    assert read(world, index_of(written)) == (lines, {sha256(one): one for one in contents})
