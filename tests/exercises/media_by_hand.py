"""Pictures and films for the tests, made by the libraries themselves."""

import io
from fractions import Fraction
from typing import Any

import av
from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **saved: Any) -> bytes:
    image = Image.new("RGB", size, (200, 40, 40))
    image.paste((20, 20, 200), (0, 0, size[0] // 4, size[1] // 4))
    out = io.BytesIO()
    image.save(out, kind, **saved)
    return out.getvalue()


def film(seconds: float = 1, size: tuple[int, int] = (320, 240), rate: int = 10, kind: str = "mp4") -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=kind) as target:
        target.metadata["location"] = "+48.8577+002.295/"
        target.metadata["title"] = "A client at home"
        stream = target.add_stream("libvpx" if kind == "webm" else "libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in range(round(seconds * rate)):
            frame = av.VideoFrame.from_image(Image.new("RGB", size, (number % 256, 90, 90)))
            frame.pts, frame.time_base = number, Fraction(1, rate)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return out.getvalue()
