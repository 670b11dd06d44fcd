"""Files as they come from phones, scanners and sticks, made on the spot."""

import io
import zipfile

from PIL import Image

PLACE, CAMERA = 0x8825, 0x8769
COMMENT = b"taken at 30.2741N 120.1551E by 13800138000"


def exif(taken="2026:03:20 09:15:00", zone=None, orientation=None):
    made = Image.Exif()
    if orientation:
        made[0x0112] = orientation
    made[0x010F] = "Phone of Zhao"
    if taken:
        made.get_ifd(CAMERA)[0x9003] = taken
    if zone:
        made.get_ifd(CAMERA)[0x9011] = zone
    made.get_ifd(PLACE)[1], made.get_ifd(PLACE)[2] = "N", (30.0, 16.0, 26.8)
    made.get_ifd(PLACE)[3], made.get_ifd(PLACE)[4] = "E", (120.0, 9.0, 18.4)
    return made


def picture(size=(640, 480), form="jpeg", mode="RGB", **saved):
    """A picture red on the left and blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    if mode == "RGBA":
        image.putalpha(Image.new("L", size, 200))
    out = io.BytesIO()
    image.convert(mode).save(out, form, **saved)
    return out.getvalue()


def photo(size=(640, 480), **told):
    """What a phone makes: with its place, its owner's number and the time it was taken."""
    return picture(size, exif=exif(**told), comment=COMMENT)


def pdf(pages=1):
    from pypdfium2 import PdfDocument

    document = PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def seen(content):
    """The picture behind bytes."""
    return Image.open(io.BytesIO(content))


def blank(size):
    """A vast white sheet in very few bytes."""
    out = io.BytesIO()
    Image.new("1", size, 1).save(out, "png")
    return out.getvalue()
