"""The tests' settings with a database that is made once and copied for each mutant."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

DATABASES["default"]["TEST"] = {"NAME": os.environ["MUTANTS_DATABASE"]}
