"""The site as it is served; with $FORGETS it loses every twentieth look, to show that the test sees it."""

import os
from itertools import count
from typing import Any

from accounts import access_log
from backfit.wsgi import application as application

if os.environ.get("FORGETS"):
    keep, number = access_log.keep, count(1)

    def forgetful(**about: Any) -> int:
        return keep(**about) if next(number) % 20 else 0

    access_log.keep = forgetful
