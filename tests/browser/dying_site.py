"""The site as it is served, but for one thing: where the file $DIES stands, it is dead between commit and answer."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from backfit.wsgi import application as site

SYNC = "/api/v1/sessions/sync/"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    answer = site(environ, start_response)
    order = Path(os.environ["DIES"])
    if environ["PATH_INFO"] == SYNC and order.exists():
        order.unlink()
        os._exit(1)  # nothing is flushed, closed or said
    return answer
