"""What the county does with a stick: it reads a whole, true, own package, and refuses the rest."""

import random
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
import zstandard

from core.envelope import Identity, SigningKey, canonical, parsed, sha256
from core.errors import Cancelled
from core.intake import package, parts
from core.intake.wire import archive, members, seal
from core.intake.wire.index import parse_index
from core.intake.wire.line import parse_line
from core.intake.wire.refused import Code, Refused
from tests import packing
from tests.packing import ORG, World, attachment, entry, forge, index_of, line, reading, tar

PHOTO = random.Random(7).randbytes(3_000)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def sent(world: World) -> Path:
    """The index of a package with three changes and a photo, in parts of 1 000 bytes."""
    lines = [line(1), line(2), line(1, op="patch", version=2, new={"closed": "2026-03-26"})]
    return index_of(world.send(lines, [attachment(PHOTO)], part_size=1_000))


def refused(world: World, path: Path, code: Code | None = None, reader: Identity | None = None):
    """The refusal of a package; nothing must stay open after it."""
    with pytest.raises(Refused) as caught:
        package.verify(path, world.enrolled, reader or world.county)
    assert not reading()
    assert code in (None, caught.value.code)
    assert f"（代码 {caught.value.code}）" in caught.value.text
    return caught.value.text


def test_a_true_package_tells_who_sent_what(world, sent):
    verified = package.verify(sent, world.enrolled, world.county)
    assert verified.manifest.header == packing.header()
    assert verified.manifest.counts == {"mediation_case": {"create": 2, "patch": 1}}
    assert verified.digest == verified.index.digest == sha256(verified.manifest.raw)
    assert (verified.index.node, verified.index.seq, verified.index.feed) == (ORG, 1, (1, 40))


def test_the_recovery_key_and_the_station_itself_can_read_it(world, sent):
    for reader in (world.county, world.recovery, world.own):
        verified = package.verify(sent, world.enrolled, reader)
        assert [change.version for change in package.lines(verified, reader)] == [1, 1, 2]


def test_whichever_file_is_chosen_the_package_is_found(world, sent):
    for path in sent.parent.iterdir():
        assert package.verify(path, world.enrolled, world.county).path == sent
        assert package.read_index(path).node == ORG


@pytest.mark.parametrize("name", ["照片.jpg", "x.zzpkg", "x.zzpkg.001.part", "x.idx"])
def test_a_file_that_is_no_package_is_told_so(world, name):
    assert "不是数据包" in refused(world, world.folder / name, Code.INCOMPLETE)


def test_no_flipped_bit_is_ever_accepted(world, sent):
    chance = random.Random(2026)
    files = sorted(sent.parent.iterdir())
    for number in range(75):
        path = files[number % len(files)]
        whole = path.read_bytes()
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        refused(world, sent)
        path.write_bytes(whole)
    package.verify(sent, world.enrolled, world.county)


def test_no_cut_or_lengthened_file_is_ever_accepted(world, sent):
    chance = random.Random(2026)
    for path in sorted(sent.parent.iterdir()):
        whole = path.read_bytes()
        cuts = [0, 1, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(3))]
        for damaged in [*(whole[:cut] for cut in cuts), whole + b"\0", whole + b"\n"]:
            path.write_bytes(damaged)
            refused(world, sent)
        path.write_bytes(whole)


def test_every_part_that_must_be_copied_again_is_named(world, sent):
    first, second, third, fourth = (sent.with_suffix(f".00{number}") for number in range(1, 5))
    second.unlink()
    third.write_bytes(third.read_bytes()[:-1])
    fourth.write_bytes(bytes(1_000))
    text = refused(world, sent, Code.INCOMPLETE)
    assert f"缺少“{second.name}”" in text
    assert f"“{third.name}”没有拷完" in text
    assert f"“{fourth.name}”已损坏" in text
    assert first.name not in text
    assert "重新拷贝这些文件" in text


def test_a_part_swapped_for_another_is_a_wrong_digest(world, sent):
    part = sent.with_suffix(".001")
    part.write_bytes(bytes(1_000))
    assert "已损坏" in refused(world, sent, Code.DIGEST)


@pytest.mark.parametrize("suffix", [".idx", ".sig"])
def test_a_missing_index_or_signature_is_named(world, sent, suffix):
    path = sent.with_suffix(suffix)
    path.unlink()
    assert f"缺少“{path.name}”" in refused(world, sent, Code.INCOMPLETE)


def test_an_endless_index_is_not_read(world, sent):
    sent.write_bytes(b" " * (1 << 20) + b" ")
    assert "不是有效的索引文件" in refused(world, sent, Code.INCOMPLETE)


def test_a_stick_pulled_while_reading_is_told(world, sent, monkeypatch):
    def pulled(self: Path, *_: object, **__: object):
        raise OSError(5, "input/output error")

    monkeypatch.setattr(Path, "open", pulled)
    assert "是否插好" in refused(world, sent, Code.INCOMPLETE)


def test_a_package_for_another_county_is_told_so(world, sent):
    text = refused(world, sent, Code.NOT_FOR_US, Identity.generate())
    assert "不是发给本单位的" in text


def test_a_unit_that_is_not_enrolled_is_told_so(world, sent):
    with pytest.raises(Refused, match=f"{ORG}”尚未登记") as caught:
        package.verify(sent, {"other": [world.station.public]}, world.county)
    assert caught.value.code == Code.UNKNOWN_SENDER


def test_a_package_of_an_unknown_key_is_refused(world, sent):
    with pytest.raises(Refused, match="签名无效") as caught:
        package.verify(sent, {ORG: [SigningKey.generate().public]}, world.county)
    assert caught.value.code == Code.SIGNATURE


def test_a_renewed_station_key_is_accepted_beside_the_old_one(world, sent):
    keys = [SigningKey.generate().public, world.station.public]
    assert package.verify(sent, {ORG: keys}, world.county).path == sent


def signed_inside(world: World, path: Path, *keys: SigningKey) -> None:
    contents = packing.taken_apart(path, world.county)
    raw = dict(contents)[members.MANIFEST]
    signed = seal.signatures(seal.MANIFEST, raw, keys)
    packing.replace_stream(world, path, tar([*contents[:-1], (members.SIGNATURES, signed)]))


def test_the_manifest_needs_the_station_and_the_person(world, sent):
    signed_inside(world, sent, world.person, world.station)
    package.verify(sent, world.enrolled, world.county)
    for keys in ((), (world.person,), (world.station,), (SigningKey.generate(), world.station)):
        signed_inside(world, sent, *keys)
        refused(world, sent, Code.SIGNATURE)


def test_a_signature_for_one_purpose_does_not_serve_another(world, sent):
    raw = sent.read_bytes()
    signed = seal.signatures(seal.MANIFEST, raw, [world.station])
    sent.with_suffix(".sig").write_bytes(signed)
    refused(world, sent, Code.SIGNATURE)


@pytest.mark.parametrize(
    "signed",
    [b"", b"{}", b'{"signatures":1}', b'{"signatures":[1]}', b'{"signatures":[{"alg":"ed25519"}]}'],
)
def test_a_signature_file_of_another_shape_is_refused(world, sent, signed):
    sent.with_suffix(".sig").write_bytes(signed)
    refused(world, sent)


def extra(body, contents):
    contents.append(("att/" + sha256(b"extra"), b"extra"))


def missing(body, contents):
    contents.pop()


def twice(body, contents):
    contents.append(contents[-1])


def twice_and_listed(body, contents):
    contents.append(contents[-1])
    body["files"].append(body["files"][-1])


def renamed(body, contents):
    contents[-1] = ("../../etc/passwd", contents[-1][1])


def shuffled(body, contents):
    contents.reverse()


def second_manifest(body, contents):
    contents.append((members.MANIFEST, b"{}"))


def count_wrong(body, contents):
    body["counts"]["mediation_case"]["create"] = 3


def size_wrong(body, contents):
    body["files"][0]["size"] += 1


def attachment_size_wrong(body, contents):
    body["files"][1]["size"] -= 1


def attachment_misnamed(body, contents):
    name = "att/" + "0" * 64
    contents[1] = (name, PHOTO)
    body["files"][1]["path"] = name


def digest_wrong(body, contents):
    body["files"][0]["sha256"] = "0" * 64


def other_sender(body, contents):
    body["sender"]["org"] = "330102001"


def other_seq(body, contents):
    body["seq"] = 2


def path_missing(body, contents):
    del body["files"][0]["path"]


def person_key_broken(body, contents):
    body["prepared_by"]["key"] = "ed25519:00"


def negative_count(body, contents):
    body["counts"]["mediation_case"]["create"] = -1


def text_for_number(body, contents):
    body["seq"] = "1"


def foreign_format(body, contents):
    body["format"] = "zip"


REASONS = {
    "多余、重复或缺少": (extra, missing, twice, twice_and_listed, renamed, shuffled),
    "清单重复": (second_manifest,),
    "记录数": (count_wrong,),
    "校验值不符": (size_wrong, attachment_size_wrong, attachment_misnamed, digest_wrong),
    "索引与清单不一致": (other_sender, other_seq),
    "清单结构不完整": (path_missing, negative_count, text_for_number),
    "签名结构不完整": (person_key_broken,),
    "不是本程序的数据包": (foreign_format,),
}
CASES = [(change, reason) for reason, changes in REASONS.items() for change in changes]


@pytest.mark.parametrize(("change", "reason"), CASES, ids=[one.__name__ for one, _ in CASES])
def test_contents_that_do_not_fit_the_manifest_are_refused(world, sent, change, reason):
    forge(world, sent, lambda body, contents: None)
    package.verify(sent, world.enrolled, world.county)
    forge(world, sent, change)
    assert reason in refused(world, sent)


def test_a_package_of_a_newer_program_asks_for_an_upgrade(world, sent):
    forge(world, sent, lambda body, contents: body.update(min_reader="1.1"))
    assert "升级" in refused(world, sent, Code.TOO_NEW)
    packing.sign_index(world, sent, parsed(sent.read_bytes()) | {"min_reader": "2.0"})
    assert "升级" in refused(world, sent, Code.TOO_NEW)


def test_unknown_fields_and_members_of_a_later_minor_version_are_passed_over(world, sent):
    def later(body, contents):
        body.update(version="1.9", approved_by="somebody")
        contents.append(("prints/weekly.pdf", b"%PDF"))
        body["files"].append(entry("prints/weekly.pdf", b"%PDF"))

    forge(world, sent, later)
    verified = package.verify(sent, world.enrolled, world.county)
    assert len(list(package.lines(verified, world.county))) == 3
    assert [one.size for one in package.attachments(verified, world.county)] == [len(PHOTO)]
    assert verified.digest == verified.index.digest


def records(raw_or_stored: bytes, size: int | None = None):
    """A change that puts other records into the package."""

    def change(body, contents):
        name = members.record_path(0)
        contents[0] = (name, raw_or_stored)
        body["files"][0] = entry(name, raw_or_stored, size)

    return change


def without_length(raw: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_content_size=False).compress(raw)


def lying(raw: bytes, said: int) -> bytes:
    """A frame that holds `raw` and says it is `said` long, both between 256 and 65 791 bytes."""
    stored = members.pack(raw)
    return stored[:5] + (said - 256).to_bytes(2, "little") + stored[7:]


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"not zstd",
        members.pack(bytes(1_000))[:-1],
        members.pack(line(1).raw + b"\n") + b"more",
        without_length(line(1).raw + b"\n"),
        lying(b" " * 60_000, 300),
        lying(b" " * 300, 60_000),
        members.pack(b" " * (members.MOST_BYTES + 1)),
    ],
    ids=["empty", "noise", "cut", "trailing", "unsaid", "longer", "shorter", "bomb"],
)
def test_records_that_do_not_unpack_within_limits_are_refused(world, sent, stored):
    forge(world, sent, records(stored, 100))
    assert "超出限度" in refused(world, sent, Code.INCOMPLETE)


def test_a_member_longer_than_any_true_one_is_refused_unread():
    def endless():
        yield archive.header(members.MANIFEST, 1 << 40)
        raise AssertionError("nothing of it may be read")

    first = next(archive.members(endless()))
    with pytest.raises(Refused):
        first.content(1 << 20)


BODY = parsed(line(1).raw)


@pytest.mark.parametrize(
    "row",
    [
        b"",
        b"{}",
        b"[1]",
        b"{",
        b'{"a": 1}',
        line(1).raw.replace(b'"rev":1', b'"rev":1.0'),
        canonical(BODY | {"rev": "1"}),
        canonical(BODY | {"rev": -1}),
        canonical(BODY | {"op": "drop"}),
        canonical(BODY | {"table": "user; drop"}),
        canonical(BODY | {"uuid": "1"}),
        canonical(BODY | {"new": []}),
        canonical(BODY | {"old": 1}),
        canonical(BODY | {"label": None}),
        canonical({key: value for key, value in BODY.items() if key != "by"}),
    ],
)
def test_a_malformed_line_is_refused(world, sent, row):
    raw = line(2).raw + b"\n" + row + b"\n"
    forge(world, sent, records(members.pack(raw), len(raw)))
    assert "记录" in refused(world, sent, Code.INCOMPLETE)


@pytest.mark.parametrize("raw", [line(1).raw, (line(1).raw + b"\n") * 5_001], ids=["open", "many"])
def test_lines_without_end_or_beyond_number_are_refused(world, sent, raw):
    forge(world, sent, records(members.pack(raw), len(raw)))
    refused(world, sent, Code.INCOMPLETE)


def test_a_line_comes_back_as_it_was():
    for change in (line(1), line(2, old={"a": 1}, label="登记", more={"reason": "x"})):
        assert parse_line(change.raw) == change


def streams():
    """Archives of one member that are not in the one spelling."""
    good = b"".join(tar([("prints/x.pdf", b"x" * 10)]))
    head = bytearray(good[:512])
    other_mode = head[:100] + b"0000777\0" + head[108:]
    summed = tarfile.TarInfo("prints/x.pdf")
    summed.size, summed.mode = 10, 0o777
    executable = summed.tobuf(tarfile.GNU_FORMAT)
    negative = head[:124] + b"\xff" * 12 + head[136:]
    yield "empty", b""
    yield "no end", good[:-1024]
    yield "half an end", good[:-512]
    yield "more after the end", good + bytes(512)
    yield "a byte after the end", good + b"\0"
    yield "an end that is not empty", good[:-1] + b"x"
    yield "padding that is not empty", good[:600] + b"x" + good[601:]
    yield "cut in the content", good[:515]
    yield "cut in the head", good[:300]
    yield "another sum", bytes(other_mode) + good[512:]
    yield "another mode", executable + good[512:]
    yield "a negative length", bytes(negative) + good[512:]
    yield "not ASCII", bytes(head.replace(b"prints", "村村".encode())) + good[512:]
    yield "a directory", bytes(head[:156] + b"5" + head[157:]) + good[512:]
    yield "noise", bytes(range(256)) * 8


STREAMS = dict(streams())


@pytest.mark.parametrize("name", STREAMS)
def test_only_one_spelling_of_the_archive_is_read(world, sent, name):
    packing.replace_stream(world, sent, [STREAMS[name]])
    assert "内部结构不完整" in refused(world, sent, Code.INCOMPLETE)


def test_a_stream_cut_before_encryption_is_refused(world, sent):
    whole = b"".join(tar(packing.taken_apart(sent, world.county)))
    for cut in range(0, len(whole), 1_024):
        packing.replace_stream(world, sent, [whole[:cut]])
        refused(world, sent, Code.INCOMPLETE)


@pytest.mark.parametrize("field", ["manifest.json", "manifest.sig"])
def test_a_package_without_manifest_or_signature_is_refused(world, sent, field):
    contents = [one for one in packing.taken_apart(sent, world.county) if one[0] != field]
    packing.replace_stream(world, sent, tar(contents))
    refused(world, sent, Code.INCOMPLETE)


@pytest.mark.parametrize(
    "change",
    [
        {"parts": []},
        {"parts": 1},
        {"digest": "0" * 64},
        {"digest": "AB" * 32},
        {"prev": "0" * 64},
        {"prev": 1},
        {"feed": {"from": 2, "to": 40}},
        {"feed": None},
        {"epoch": "e2"},
        {"seq": True},
        {"min_reader": 1},
        {"format": "bagit"},
    ],
)
def test_an_index_that_does_not_fit_is_refused(world, sent, change):
    packing.sign_index(world, sent, parsed(sent.read_bytes()) | change)
    refused(world, sent)


def test_a_part_that_is_not_encrypted_is_refused(world, sent):
    part = sent.with_suffix(".001")
    part.write_bytes(b"plain")
    listed = [{"size": 5, "sha256": sha256(b"plain")}]
    packing.sign_index(world, sent, parsed(sent.read_bytes()) | {"parts": listed})
    assert "全部分卷" in refused(world, sent, Code.DIGEST)


def test_a_stick_changed_between_check_and_receipt_gives_nothing(world, sent):
    verified = package.verify(sent, world.enrolled, world.county)
    contents = packing.taken_apart(sent, world.county)
    wrong = members.pack(line(9).raw + b"\n")
    swapped = (
        [(contents[0][0], wrong), *contents[1:]],
        [(contents[1][0], contents[1][1]), *contents],
        [],
    )
    for other in swapped:
        packing.replace_stream(world, sent, tar(other))
        now = parse_index(sent.read_bytes())
        changed = package.Verified(sent, now, verified.manifest, verified.digest)
        with pytest.raises(Refused, match="被改动"):
            list(package.lines(changed, world.county))
    packing.replace_stream(world, sent, tar([contents[0], (contents[1][0], PHOTO[:-1] + b"?")]))
    changed = package.Verified(
        sent, parse_index(sent.read_bytes()), verified.manifest, verified.digest
    )
    with pytest.raises(Refused, match="被改动"):
        [b"".join(one.chunks) for one in package.attachments(changed, world.county)]


def test_a_part_lost_between_check_and_receipt_is_named(world, sent):
    verified = package.verify(sent, world.enrolled, world.county)
    sent.with_suffix(".002").unlink()
    with pytest.raises(Refused, match=r"缺少“.+\.002”"):
        list(package.lines(verified, world.county))


def test_attachments_may_be_passed_over_unread(world):
    photos = [attachment(PHOTO), attachment(b"second"), attachment(b"third")]
    path = index_of(world.send([], photos))
    verified = package.verify(path, world.enrolled, world.county)
    found = package.attachments(verified, world.county)
    assert [one.sha256 for one in found] == [one.sha256 for one in photos]


def test_who_stops_reading_leaves_nothing_open(world, sent):
    verified = package.verify(sent, world.enrolled, world.county)
    with closing(package.lines(verified, world.county)) as lines:
        assert next(lines) == line(1)
    assert not reading()


@pytest.mark.parametrize("step", ["正在核对分卷", "正在核验内容"])
def test_checking_can_be_cancelled(world, sent, step):
    def stop(now: str, done: int = 0, total: int = 0) -> None:
        if now == step:
            raise Cancelled

    with pytest.raises(Cancelled):
        package.verify(sent, world.enrolled, world.county, stop)
    assert not reading()


def test_the_parts_of_a_package_are_found_by_their_index():
    assert parts.index_path(Path("a/x.zzpkg.1000")) == Path("a/x.zzpkg.idx")
