"""The product's settings with what only tests may have: a fast hasher, mail kept in memory."""

import os

os.environ.setdefault("BACKFIT_DEBUG", "1")
os.environ.setdefault("SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests")

from backfit.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "exports": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# The limits are tested on their own; a suite that signs in a thousand times is no attacker.
LIMITS = dict.fromkeys(LIMITS, "")  # noqa: F405
ANSWER_STEPS = {}  # nobody times the tests
# What is queued is done at once; the queue has its own tests.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Of nobody but these tests.
PUSH_PRIVATE_KEY = "tX70AsRm_5hgA3JK4_lNhnaeWqwa-ncPeoPW0-znXrI"
ERASURE_LIST = os.devnull  # a test that reads it names a file of its own
