"""Pictures that are more than pictures: where they were taken, what hangs on behind, and what they swell to."""

import io
import struct
import time
import zlib
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from exercises.media import uploading
from exercises.models import Exercise, Media
from tests.exercises.media_by_hand import film, picture
from tests.exercises.test_media import upload

pytestmark = pytest.mark.django_db
WHERE = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><exif:GPSLatitude>48,51.27N</exif:GPSLatitude></x:xmpmeta>"


def photograph() -> bytes:
    """As a telephone takes it: where and when, by which device, for whom, and a small copy of it."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0132], exif[0x8298] = "Telephone", "2026:11:23 08:15:00", "Chris Client"
    place = exif.get_ifd(0x8825)
    place.update({1: "N", 2: (48.0, 51.0, 27.7), 3: "E", 4: (2.0, 17.0, 42.0), 29: "2026:11:23"})
    return picture(exif=exif, xmp=WHERE, comment=b"at the home of Chris", icc_profile=b"profile of Chris")


def kept_of(browser: Client, media: Media) -> tuple[Any, bytes]:
    answer: Any = browser.get(media.url)
    return answer, b"".join(answer.streaming_content)


def test_photograph_comes_back_without_where_when_and_for_whom(editor: Client, bridge: Exercise) -> None:
    sent = photograph()
    before = Image.open(io.BytesIO(sent))
    assert before.getexif().get_ifd(0x8825)[2] == (48.0, 51.0, 27.7)
    assert b"GPSLatitude" in sent
    assert upload(editor, bridge, sent).status_code == 302
    _answer, content = kept_of(editor, Media.objects.get())
    kept = Image.open(io.BytesIO(content))
    assert (kept.format, dict(kept.getexif())) == ("WEBP", {})
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(kept.info)
    for trace in (b"GPS", b"Chris", b"Telephone", b"2026:11:23", b"EXIF", b"XMP "):
        assert trace not in content


@pytest.mark.parametrize("behind", [b"<script>alert(1)</script>", b"PK\x03\x04 evil.zip", b"%PDF-1.7 /JavaScript"])
def test_what_hangs_on_behind_a_picture_does_not_come_along(editor: Client, bridge: Exercise, behind: bytes) -> None:
    assert upload(editor, bridge, picture("PNG") + behind, name="x.html").status_code == 302
    answer, content = kept_of(editor, Media.objects.get())
    assert behind not in content
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert ".html" not in str(answer.headers)


@pytest.mark.parametrize("name", ["../../evil.jpg", "/etc/passwd", "x.svg", "a\r\nSet-Cookie: b.jpg", "=1+1.jpg"])
def test_name_of_a_file_names_nothing(editor: Client, bridge: Exercise, name: str) -> None:
    assert upload(editor, bridge, picture(), name=name).status_code == 302
    media = Media.objects.get()
    assert str(media.file) == uploading.place(media, "webp")
    assert "evil" not in str(media.file)


def swollen(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes which says that it is so large, and is."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    about = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + width // 8)) for _row in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", about) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_picture_that_swells_is_refused_before_it_does(editor: Client, bridge: Exercise) -> None:
    bomb = swollen(24_000, 24_000)
    assert len(bomb) < 200_000
    began = time.monotonic()
    answer = upload(editor, bridge, bomb, name="x.png")
    assert time.monotonic() - began < 3
    assert answer.status_code == 400
    assert not Media.objects.exists()


@pytest.mark.parametrize(("content", "most"), [(picture(), "LARGEST_PICTURE"), (film(), "LARGEST_FILM")])
def test_file_beyond_the_limit_is_refused(
    editor: Client, bridge: Exercise, monkeypatch: pytest.MonkeyPatch, content: bytes, most: str
) -> None:
    monkeypatch.setattr(uploading, most, len(content) - 1)
    answer = upload(editor, bridge, content)
    assert answer.status_code == 400
    assert "too large" in answer.content.decode()
    monkeypatch.setattr(uploading, most, len(content))
    assert upload(editor, bridge, content).status_code == 302
