"""Old workbooks made by code: records of Excel 95 and 97, and the container they lie in."""

import struct

SECTOR, SHORTEST = 512, 4096
EXCEL_95, EXCEL_97 = 0x500, 0x600
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def cell(kind, line, place, style, body):
    return record(kind, struct.pack("<HHH", line, place, style) + body)


def text(line, place, said):
    letters = said.encode("utf-16-le")
    return cell(0x204, line, place, 0, struct.pack("<HB", len(said), 1) + letters)


def number(line, place, value, style=0):
    return cell(0x203, line, place, style, struct.pack("<d", value))


def shape(key, said):
    return record(0x41E, struct.pack("<HHB", key, len(said), 0) + said.encode())


def style(key):
    return record(0xE0, struct.pack("<HH", 0, key) + bytes(16))


def book(name, cells, *heads, version=EXCEL_97):
    """The stream of a workbook with one sheet."""
    begin = record(0x809, struct.pack("<HHIII", version, 5, 0, 0, 6)) + b"".join(heads)
    listed = struct.pack("<BB", 0, 0) + name
    start = len(begin) + 4 + 4 + len(listed) + 4
    sheet = record(0x809, struct.pack("<HHIII", version, 0x10, 0, 0, 6)) + b"".join(cells)
    whole = begin + record(0x85, struct.pack("<I", start) + listed) + record(0x0A)
    return whole + sheet + record(0x0A)


def plain(said):
    """The name of a sheet as Excel 97 writes it."""
    return struct.pack("<BB", len(said), 1) + said.encode("utf-16-le")


def entry(name, kind, start, size, left=FREE, right=FREE, below=FREE):
    called = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(called), kind, 1, left, right, below)
    return called.ljust(64, b"\0") + links + bytes(36) + struct.pack("<III", start, size, 0)


def container(streams, entries):
    """A container of these streams; `entries` takes where each begins and makes the directory."""
    chains, whole, starts = [], b"", []
    for stream in streams:
        padded = stream.ljust(max(SHORTEST, -(-len(stream) // SECTOR) * SECTOR), b"\0")
        starts.append((len(whole) // SECTOR + 2, len(padded)))
        first, count = starts[-1][0], len(padded) // SECTOR
        chains += [*range(first + 1, first + count), END]
        whole += padded
    listed = b"".join(entries(starts))
    directory = listed.ljust(SECTOR, b"\0")
    table = struct.pack(f"<{2 + len(chains)}I", FAT, END, *chains).ljust(SECTOR, b"\xff")
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIIII", 1, 1, 0, SHORTEST, END, 0, END, 0, 0)
    return head.ljust(SECTOR, b"\xff") + table + directory + whole


def alone(stream, name="Workbook"):
    """A container that holds just this workbook."""
    return container(
        [stream],
        lambda starts: (entry("Root Entry", 5, END, 0, below=1), entry(name, 2, *starts[0])),
    )


def narrow(line, place, said, encoding="gbk"):
    letters = said.encode(encoding)
    return cell(0x204, line, place, 0, struct.pack("<H", len(letters)) + letters)


def short(said, encoding="gbk"):
    """The name of a sheet as Excel 95 writes it."""
    letters = said.encode(encoding)
    return bytes([len(letters)]) + letters
