"""The alphabets of old workbooks, which name them by numbers."""

UNICODE = 1200
_WITHOUT_NAME = 0
_PAGES = {
    10000: "mac_roman",
    10002: "big5",
    10006: "mac_greek",
    10007: "mac_cyrillic",
    10008: "gb18030",
    10029: "mac_latin2",
    10079: "mac_iceland",
    10081: "mac_turkish",
    32768: "mac_roman",
    32769: "cp1252",
    936: "gb18030",
    _WITHOUT_NAME: "gb18030",
    UNICODE: "gb18030",
}
"""A book whose letters take a byte names none or Unicode where nobody thought of it: at home."""


def decoded(letters: bytes, page: int) -> str:
    """The text behind letters of one or two bytes; what fits no alphabet is read as Western."""
    for encoding in (_PAGES.get(page, f"cp{page}"), "cp1252"):
        try:
            return letters.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return letters.decode("latin-1")
