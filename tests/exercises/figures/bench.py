"""How long pictures take: `python -m tests.exercises.figures.bench [slug ...]`, on an idle machine.

CPU seconds of this process, the best of three; memory is the process's peak. The machine is noisy, so compare within
one run.
"""

import gzip
import random
import resource
import sys
import time
from collections.abc import Callable

from django.conf import settings

from exercises.figures.document import FigureDocument, read_document

SLUGS = ("knee-to-chest", "bird-dog", "cat-cow", "lying-waist-twist", "sit-to-stand", "band-row", "chin-tuck")


def best(work: Callable[[], object], times: int = 3) -> float:
    """CPU seconds of the quickest run."""
    taken = []
    for _run in range(times):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def edited(document: FigureDocument) -> FigureDocument:
    """The same with another angle in its last step, as after a slider has moved: never solved before."""
    *steps, last = document.as_json()["steps"]
    last["set"] = {**last.get("set", {}), "head.flex": random.uniform(-5, 5)}
    return read_document({**document.as_json(), "steps": [*steps, last]})


def main(slugs: list[str]) -> None:
    from exercises.figures.catalogue import document_of
    from exercises.figures.drawing import draw
    from exercises.figures.editing import preview
    from exercises.figures.stage import Stage
    from exercises.figures.stills import still

    print(f"{'':24}{'preview s':>12}{'still s':>12}{'all s':>12}{'moving kB gzip':>16}")
    for slug in slugs:
        document = document_of(slug)
        stage = Stage.of(document, slug)
        looking = best(lambda: preview(edited(document), slug, len(document.steps) - 1))  # noqa: B023 - run at once
        standing = best(lambda: still(stage, stage.stops[-1]))  # noqa: B023
        began = time.process_time()
        drawing = draw(document, slug)
        whole = time.process_time() - began
        size = len(gzip.compress(drawing.moving.encode(), 6)) / 1000
        print(f"{slug:24}{looking:12.2f}{standing:12.2f}{whole:12.2f}{size:16.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    import django

    settings.configure(USE_I18N=False)
    django.setup()
    main(sys.argv[1:] or list(SLUGS))
