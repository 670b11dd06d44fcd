"""The two lists that say what a fresh machine gets."""

import re
from pathlib import Path

PACKAGING = Path(__file__).parents[2] / "packaging"


def test_locks_name_no_address():
    for name in ("requirements.lock", "fonts.lock"):
        assert "://" not in (PACKAGING / name).read_text(encoding="utf-8")


def test_every_locked_requirement_has_a_version_and_a_digest():
    text = (PACKAGING / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        assert re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line


def test_every_listed_file_has_a_home_and_well_formed_digests(setup):
    sources = setup.read_sources((PACKAGING / "fonts.lock").read_text(encoding="utf-8"))
    files = [file for source in sources for file in source.files]
    assert {source.kind for source in sources} == {"npm", "apt"}
    assert all(source.role and source.instead and source.version for source in sources)
    assert len({file.path for file in files}) == len(files)
    for file in files:
        assert file.path.startswith(("fonts/", "map/leaflet/"))
        assert file.sha256
        assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in file.sha256)


def test_scripts_are_three_lines():
    for name in ("run.sh", "test.sh", "run.cmd", "test.cmd"):
        assert len((PACKAGING / name).read_text(encoding="utf-8").splitlines()) == 3
