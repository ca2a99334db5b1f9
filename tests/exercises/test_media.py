"""Uploaded pictures and films: what is taken, what is left of it, and who gets to see it."""

import contextlib
import io
from typing import Any

import av
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from exercises.editorial import drafts
from exercises.media.films import clean_film
from exercises.media.kinds import formats_of
from exercises.media.pictures import clean_picture
from exercises.media.uploading import prepare
from exercises.models import Draft, Exercise, Media
from tests.cast import Cast
from tests.exercises.media_by_hand import film, picture

pytestmark = pytest.mark.django_db
ALT = "Hips up, shoulders on the floor."


def upload(browser: Client, exercise: Exercise, content: bytes, name: str = "x.jpg", **words: str) -> Any:
    data = {"file": SimpleUploadedFile(name, content), "alt": ALT, "credit": "Ann, CC BY 4.0", **words}
    return browser.post(f"/admin/exercises/exercise/{exercise.pk}/media/add/", data)


def publish(cast: Cast, exercise: Exercise) -> None:
    draft = Draft.objects.get(exercise=exercise)
    drafts.publish(draft=draft, by=cast.editor, reason="A picture.", alone_because="Alone.")


def test_editor_adds_a_picture_and_readers_see_it_once_published(editor: Client, cast: Cast, bridge: Exercise) -> None:
    assert upload(editor, bridge, picture()).status_code == 302
    media = Media.objects.get()
    visitor = Client()
    assert visitor.get(media.url).status_code in (302, 404)
    assert ALT not in visitor.get("/exercises/glute-bridge/").content.decode()
    assert editor.get(media.url).status_code == 200
    publish(cast, bridge)
    page = visitor.get("/exercises/glute-bridge/").content.decode()
    assert f'alt="{ALT}"' in page
    assert "Ann, CC BY 4.0" in page
    answer = visitor.get(media.url)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "Cookie" not in answer["Vary"]
    shown = visitor.get("/api/v1/exercises/glute-bridge/").json()["media"]
    assert [(part["kind"], part["url"], part["alt"]) for part in shown] == [("picture", media.url, ALT)]


def test_nothing_but_the_pixels_of_a_picture_is_kept(editor: Client, bridge: Exercise) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Chris at home"  # ImageDescription
    exif[0x0112] = 6  # Orientation: turn a quarter
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    upload(editor, bridge, picture(exif=exif, comment=b"Chris at home"))
    media = Media.objects.get()
    content = media.file.read()
    assert b"Chris" not in content
    kept = Image.open(io.BytesIO(content))
    assert not kept.getexif()
    assert kept.size == (300, 400) == (media.width, media.height)
    assert "x.jpg" not in str(media.file)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_large_picture_of_any_kind_comes_out_as_webp_that_fits(editor: Client, bridge: Exercise, kind: str) -> None:
    upload(editor, bridge, picture(kind, (2600, 1300)), "photo.txt")
    media = Media.objects.get()
    assert (media.width, media.height) == (1280, 640)
    assert Image.open(io.BytesIO(media.file.read())).format == "WEBP"


def test_photograph_with_a_second_picture_in_it_is_taken(editor: Client, bridge: Exercise) -> None:
    out = io.BytesIO()
    small = Image.new("RGB", (100, 80), (0, 90, 0))
    Image.new("RGB", (400, 300), (90, 0, 0)).save(out, "MPO", save_all=True, append_images=[small])
    assert upload(editor, bridge, out.getvalue()).status_code == 302
    media = Media.objects.get()
    assert (media.width, media.height) == (400, 300)


def animation() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (80, 80), (shade, 0, 0)) for shade in (0, 200)]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = [
    (SVG, "SVG files may carry scripts"),
    (b"<html><svg onload=alert(1)>", "SVG files may carry scripts"),
    (b"GIF89a" + bytes(40), "Only pictures"),
    (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "Only pictures"),
    (b"%PDF-1.7", "Only pictures"),
    (picture()[:200], "cannot be read"),
    (b"\x89PNG\r\n\x1a\n" + bytes(200), "cannot be read"),
    (picture(size=(20, 20)), "too small"),
    (picture("PNG", (8000, 6000)), "40 million"),
    (animation(), "upload it as a film"),
]


@pytest.mark.parametrize(("content", "sentence"), REFUSED, ids=[sentence for _content, sentence in REFUSED])
def test_what_is_no_picture_is_refused_with_a_sentence(
    editor: Client, bridge: Exercise, content: bytes, sentence: str
) -> None:
    answer = upload(editor, bridge, content)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert ALT in answer.content.decode()
    assert not Media.objects.exists()
    assert not Draft.objects.exists()


def test_alternative_text_is_asked_for(editor: Client, bridge: Exercise) -> None:
    assert upload(editor, bridge, picture(), alt=" ").status_code == 400
    assert not Media.objects.exists()


def test_film_is_made_anew_without_sound_or_metadata(editor: Client, cast: Cast, bridge: Exercise) -> None:
    for kind in ("mp4", "webm"):
        assert upload(editor, bridge, film(2, (1920, 1080), kind=kind), "film.bin").status_code == 302
    for media in Media.objects.all():
        content = media.file.read()
        assert b"client at home" not in content
        assert b"48.8577" not in content
        with av.open(io.BytesIO(content)) as kept:
            assert len(kept.streams) == 1
            [stream] = kept.streams.video
            assert (stream.codec_context.name, stream.width, stream.height) == ("h264", 1280, 720)
        assert media.seconds == pytest.approx(2, abs=0.2)
        assert not media.upload
        assert Image.open(io.BytesIO(media.poster.read())).size == (1280, 720)
    publish(cast, bridge)
    page = Client().get("/exercises/glute-bridge/").content.decode()
    assert page.count("<video") == 2
    assert "autoplay" not in page


USELESS = {
    "longer than a minute": lambda: film(62, (64, 64), rate=2),
    "cannot be read": lambda: film()[:900],
    "it may be damaged": lambda: b"\x00\x00\x00\x18ftypmp42" + bytes(500),
}


@pytest.mark.parametrize("sentence", USELESS)
def test_film_that_is_no_use_is_said_to_be(editor: Client, bridge: Exercise, sentence: str) -> None:
    answer = upload(editor, bridge, USELESS[sentence]())
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not Draft.objects.exists()
    media = Media.objects.get()
    assert (media.state, bool(media.upload), bool(media.file)) == ("failed", False, False)


def test_editor_sees_what_became_of_a_film_in_the_queue(
    editor: Client, cast: Cast, bridge: Exercise, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    for content in (film(), film()[:900]):
        assert upload(editor, bridge, content).status_code == 302
    good, bad = Media.objects.order_by("uploaded_at")
    page = f"/admin/exercises/exercise/{bridge.pk}/media/"
    assert editor.get(page).content.decode().count("is being prepared") == 2
    for media in (good, bad, good):
        prepare(media)
    assert "cannot be read" in editor.get(page).content.decode()
    assert f'src="{good.url}"' in editor.get(page).content.decode()
    with pytest.raises(ValidationError):
        publish(cast, bridge)


def test_player_gets_the_parts_that_it_asks_for(editor: Client, bridge: Exercise) -> None:
    upload(editor, bridge, film())
    media = Media.objects.get()
    whole = media.file.read()
    answer = editor.get(media.url, headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer.content) == (206, whole[10:20])
    assert answer["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert editor.get(media.url, headers={"Range": "bytes=0-"}).content == whole[:1_000_000]
    for wrong in (f"bytes={len(whole)}-", "bytes=9-3"):
        assert editor.get(media.url, headers={"Range": wrong}).status_code == 416
    for odd in ("bytes=-5", "lines=1-2", "bytes=1-2,4-5", "bytes=" + "9" * 30 + "-"):
        answer = editor.get(media.url, headers={"Range": odd})
        assert (answer.status_code, answer.getvalue()) == (200, whole)


def test_editor_reorders_rewords_and_removes(editor: Client, bridge: Exercise) -> None:
    for _number in range(3):
        upload(editor, bridge, picture())
    files = [part.file for part in Draft.objects.get().read().media]
    data: dict[str, Any] = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 3}
    for number, (file, order) in enumerate(zip(files, (3, 1, 2), strict=True)):
        data |= {f"form-{number}-file": file, f"form-{number}-alt": f"Alt {number}", f"form-{number}-ORDER": order}
    data["form-2-DELETE"] = "on"
    address = f"/admin/exercises/exercise/{bridge.pk}/media/save/"
    assert editor.post(address, data).status_code == 302
    kept = Draft.objects.get().read().media
    assert [(part.file, part.alt) for part in kept] == [(files[1], "Alt 1"), (files[0], "Alt 0")]
    unknown = data | {"form-0-file": "0" * 32}
    assert editor.post(address, unknown).status_code == 400
    assert editor.post(address, data | {"form-1-alt": ""}).status_code == 400
    assert Draft.objects.get().read().media == kept


def test_reviewer_sees_which_pictures_changed(editor: Client, cast: Cast, bridge: Exercise) -> None:
    upload(editor, bridge, picture(), alt="Knees bent.")
    [part] = Draft.objects.get().read().media
    review = editor.get(f"/admin/exercises/exercise/{bridge.pk}/draft/").content.decode()
    assert f"Picture {part.file[:6]}:" in review
    assert "Knees bent." in review
    publish(cast, bridge)
    drafted = drafts.begin(exercise=bridge, by=cast.editor)
    drafts.change(draft=drafted, document=drafted.read().with_changes(media=()), by=cast.editor)
    drafts.publish(draft=drafted, by=cast.editor, reason="Gone.", alone_because="Alone.")
    compared = editor.get(f"/admin/exercises/exercise/{bridge.pk}/compare/?a=2&b=3").content.decode()
    assert "Photographs and films" in compared
    assert "Knees bent." in compared


def test_there_is_room_for_six(editor: Client, bridge: Exercise) -> None:
    for _number in range(6):
        assert upload(editor, bridge, picture()).status_code == 302
    assert upload(editor, bridge, picture()).status_code == 400
    assert len(Draft.objects.get().read().media) == 6


@pytest.mark.parametrize("who", ["client", "therapist", "manager"])
def test_others_upload_nothing(client: Client, cast: Cast, bridge: Exercise, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert upload(client, bridge, picture()).status_code in (302, 403)
    assert not Media.objects.exists()


@given(
    st.binary(max_size=600), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x18ftypisom"])
)
def test_any_bytes_are_taken_for_a_picture_a_film_or_nothing(content: bytes, beginning: bytes) -> None:
    try:
        found = formats_of(SimpleUploadedFile("x", beginning + content))
    except ValidationError:
        return
    assert found.count(None) == 1


@pytest.mark.parametrize("kind", ["AVIF", "PNG", "WEBP", "JPEG"])
def test_a_picture_damaged_anywhere_is_refused_with_a_sentence(kind: str) -> None:
    """What the library raises differs from kind to kind; an editor reads one sentence for all."""
    whole = picture(kind)
    for place in range(16, len(whole), max(1, len(whole) // 60)):
        damaged = whole[:place] + bytes(255 - byte for byte in whole[place : place + 9]) + whole[place + 9 :]
        with contextlib.suppress(ValidationError):
            clean_picture(SimpleUploadedFile("x", damaged), kind)


def test_a_film_that_takes_too_long_to_read_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few megabytes may hold frames for hours, and all other tasks would wait."""
    monkeypatch.setattr("exercises.media.films.LONGEST_WORK", -1)
    with pytest.raises(ValidationError, match="too long to read"):
        clean_film(SimpleUploadedFile("x.mp4", film()), "mov")


def test_a_forged_file_in_the_list_of_pictures_is_refused(editor: Client, bridge: Exercise) -> None:
    for file in ("nonsense", "9" * 5000, ""):
        sent = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-file": file, "form-0-alt": ALT}
        assert editor.post(f"/admin/exercises/exercise/{bridge.pk}/media/save/", sent).status_code == 400
