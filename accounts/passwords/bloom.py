"""A set of words in little space: what is in it is always found, what is not is taken for it once in 10,000 times."""

import hashlib
import json
import math
import mmap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self

WRONG = 1e-4


class Bloom:
    """The file: a line of JSON that says `words`, `bits` and `hashes`, then the bits."""

    def __init__(self, about: dict[str, Any], field: bytearray | memoryview) -> None:
        self.about = about
        self.bits, self.hashes = about["bits"], about["hashes"]
        self.field = field

    def __len__(self) -> int:
        return int(self.about["words"])

    def __contains__(self, word: str) -> bool:
        return all(self.field[place >> 3] & 1 << (place & 7) for place in self.places(word))

    def places(self, word: str) -> Iterator[int]:
        digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        first, step = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big") | 1
        for number in range(self.hashes):
            yield (first + number * step) % self.bits

    @classmethod
    def of(cls, words: Iterable[str], **about: object) -> Self:
        kept = set(words)
        bits = math.ceil(-len(kept) * math.log(WRONG) / math.log(2) ** 2)
        hashes = round(bits / len(kept) * math.log(2))
        made = cls({**about, "words": len(kept), "bits": bits, "hashes": hashes}, bytearray((bits + 7) // 8))
        for word in kept:
            for place in made.places(word):
                made.field[place >> 3] |= 1 << (place & 7)
        return made

    @classmethod
    def read(cls, path: Path) -> Self:
        """The bits stay in the file, where all processes share them."""
        with path.open("rb") as file:
            about = json.loads(file.readline())
            start = file.tell()
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return cls(about, memoryview(whole)[start:])

    def write(self, path: Path) -> None:
        path.write_bytes(json.dumps(self.about).encode() + b"\n" + bytes(self.field))
