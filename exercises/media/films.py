"""A short film made anew: H.264 without sound or metadata, with a still to show before it plays. For the worker."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import av
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from exercises.media.pictures import Picture, made_anew

MOST_SECONDS = 60
LONGEST_WORK = 300  # seconds; a few megabytes may hold frames for hours, and the queue waits
MOST_PIXELS = 4096 * 2304
LONGEST_SIDE = 1280
RATE = 30  # frames a second at most
MILLISECOND = Fraction(1, 1000)
OPTIONS = {"preset": "veryfast", "crf": "26", "threads": "2"}


@dataclass(frozen=True)
class Film:
    """MP4, its size in pixels and length in seconds, and a still of its beginning."""

    content: bytes
    width: int
    height: int
    seconds: float
    poster: Picture


def clean_film(upload: File[Any], kind: str) -> Film:
    """Raises ValidationError for what is broken, too long or too large."""
    try:
        # A file object, so that nothing but this file can be read, whatever the file refers to.
        with av.open(upload, format=kind) as source:
            if not source.streams.video:
                raise ValidationError(_("There is no moving picture in this film."))
            stream = source.streams.video[0]
            stream.thread_count = 2
            # Also of frames within: their size may change on the way.
            stream.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
            if stream.width * stream.height > MOST_PIXELS:
                raise ValidationError(_("This film is too large; 4K is the most."))
            return encoded(frames_of(source, stream))
    except (av.error.FFmpegError, EOFError, MemoryError) as error:
        raise ValidationError(_("This film cannot be read; it may be damaged.")) from error


def frames_of(source: Any, stream: Any) -> Iterator[tuple[float, Any]]:
    """(seconds since the beginning, frame) at no more than `RATE` a second."""
    begun, last, until = None, -1.0, monotonic() + LONGEST_WORK
    for frame in source.decode(stream):
        if monotonic() > until:
            raise ValidationError(_("This film takes too long to read; make it smaller first."))
        if frame.time is None:
            continue
        begun = frame.time if begun is None else begun
        seconds = float(frame.time - begun)
        if seconds > MOST_SECONDS:
            raise ValidationError(_("This film is longer than a minute; cut it first."))
        if seconds >= last + 1 / RATE - 0.002:
            last = seconds
            yield seconds, frame


def encoded(frames: Iterator[tuple[float, Any]]) -> Film:
    # Its index goes to the front, for which ffmpeg opens what it wrote once more: that takes a file with a name.
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as target:
            size, seconds, poster = write(target, frames)
        return Film(path.read_bytes(), *size, round(seconds + 1 / RATE, 2), poster)


def write(target: Any, frames: Iterator[tuple[float, Any]]) -> tuple[tuple[int, int], float, Picture]:
    """Encode the frames; gives the size in pixels, the time of the last one in seconds, and the first as a still."""
    poster, stream, seconds, size = None, None, 0.0, (0, 0)
    for seconds, frame in frames:
        image = upright(frame)
        if stream is None:
            size, poster = fitted(image.width, image.height), made_anew(image.to_image())
            stream = target.add_stream("libx264", rate=RATE, options=OPTIONS)
            (stream.width, stream.height), stream.pix_fmt = size, "yuv420p"
            stream.codec_context.time_base = MILLISECOND
        plain = image.reformat(width=size[0], height=size[1], format="yuv420p")
        plain.pts, plain.time_base = round(seconds * 1000), MILLISECOND
        target.mux(stream.encode(plain))
    if stream is None or poster is None:
        raise ValidationError(_("There is no moving picture in this film."))
    target.mux(stream.encode(None))
    return size, seconds, poster


def upright(frame: Any) -> Any:
    """Telephones film lying down and say in the metadata, which is thrown away, how to turn it."""
    turns = round(frame.rotation / 90) % 4
    if not turns:
        return frame
    return av.VideoFrame.from_image(frame.to_image().rotate(90 * turns, expand=True))


def fitted(width: int, height: int) -> tuple[int, int]:
    """No side longer than `LONGEST_SIDE`, both even as the codec wants them."""
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)
