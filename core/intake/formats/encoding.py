"""Text behind bytes: the encoding is found, never asked for."""

import codecs
import re

from core.errors import Invalid

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w-]+)")
_CHINESE = re.compile(r"(x-)?gb[k_\d-]*|euc-cn|(cp|ms|windows-)936|csgb\w*", re.IGNORECASE)
_WHOLE = "gb18030"
"""Holds what all the older ones do; read as GB 2312, the dot in 买买提·吐尔逊 is another one."""
_SAMPLE = 1 << 16
_DOUBLE = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_LOW = re.compile(rb"[\xa1-\xf9][\x40-\x7e]")
_STRANGE = re.compile(
    "[^\t\n\v\f\r\x1a -~\xa0-\xff\u2000-\u33ff\u3400-\u9fff\uf900-\ufaff\ufe30-\uffef]"
)
_MOST_STRANGE = 0.1
_BIG5_SHARE = 0.2


def decoded(content: bytes, named: str = "") -> str:
    """The text: by its mark, by the encoding it names for itself, else by what fits.

    What fits neither UTF-8 nor GB18030 (which holds GBK) as a whole is read line by line: files
    are glued together from others. `Invalid` names the line where no encoding fits.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    told = _WHOLE if _CHINESE.fullmatch(named) else named
    tries = (marked, told, _wide(content), "utf-8", _big5(content), _WHOLE)
    for encoding in filter(None, tries):
        text = _strict(content, encoding)
        if text is not None:
            return text
    return "".join(_line(n, line) for n, line in enumerate(content.splitlines(keepends=True), 1))


def declared(content: bytes) -> str:
    """The encoding an XML names for itself; empty where it names none."""
    found = _DECLARED.match(content)
    return found[1].decode("ascii") if found else ""


def sample(head: bytes) -> str:
    """The first characters of a file as text, to see what it is."""
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    return head.decode(marked or _wide(head) or "latin-1", errors="ignore")


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: every second byte of Latin letters and line ends is zero."""
    sample = content[: _SAMPLE if len(content) > _SAMPLE else len(content) // 2 * 2]
    if 0 not in sample:
        return ""
    turned = sample[::2].count(0) > sample[1::2].count(0)
    for encoding in ("utf-16-be", "utf-16-le") if turned else ("utf-16-le", "utf-16-be"):
        text = _strict(sample, encoding)
        if text and len(_STRANGE.findall(text)) <= _MOST_STRANGE * len(text):
            return encoding
    return ""


def _big5(content: bytes) -> str:
    """Half of the characters of Big5 end in a low byte; of those in GBK hardly any does."""
    sample = content[:_SAMPLE]
    pairs = _DOUBLE.findall(sample)
    low = sum(_LOW.fullmatch(pair) is not None for pair in pairs)
    return "big5" if pairs and low > _BIG5_SHARE * len(pairs) else ""


def _line(number: int, line: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        text = _strict(line, encoding)
        if text is not None:
            return text
    raise Invalid(
        f"认不出这个文本文件的编码（第 {number} 行有认不出的字）。"
        "请用 WPS 或 Excel 打开，另存为 .xlsx 再导入。"
    )
