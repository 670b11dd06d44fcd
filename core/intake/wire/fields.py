"""Taking apart canonical objects: every field has one type, and a package one format."""

from collections.abc import Mapping
from typing import Any, TypeVar

from core.envelope import parsed, unhex
from core.intake.wire.refused import Code, Refused, refusing

FORMAT = "zzpkg"
VERSION = "1.0"
HEAD = {"format": FORMAT, "version": VERSION, "min_reader": VERSION}

_DIGEST_BYTES = 32

T = TypeVar("T")


def opened(raw: bytes, what: str) -> dict[str, Any]:
    """The object in `raw`, once it is known to be in a version this program reads."""
    with refusing(what):
        body = parsed(raw)
        ours = body["format"] == FORMAT
        readable = _numbers(body["min_reader"]) <= _numbers(VERSION)
    if not ours:
        raise Refused(Code.INCOMPLETE, "这不是本程序的数据包，请核对文件。")
    if not readable:
        raise Refused(Code.TOO_NEW, "数据包由更新版本的程序生成，请先升级本机程序再接收。")
    return body


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def take(body: Mapping[str, Any], key: str, kind: type[T]) -> T:
    """The value of `key`, of exactly that type; TypeError otherwise."""
    value = body[key]
    if type(value) is not kind:
        raise TypeError(key)
    return value


def whole(body: Mapping[str, Any], key: str) -> int:
    """A whole number that is not negative; ValueError otherwise."""
    value = take(body, key, int)
    if value < 0:
        raise ValueError(key)
    return value


def digest(body: Mapping[str, Any], key: str) -> str:
    """A SHA-256 in lower-case hexadecimal; ValueError otherwise."""
    return unhex(body[key], _DIGEST_BYTES).hex()


def previous(body: Mapping[str, Any]) -> str:
    """The digest of the package before, empty for the first."""
    return digest(body, "prev") if body["prev"] else take(body, "prev", str)
