"""Every setting, read from the environment; README.md lists the variables."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from backfit.api.settings import REST_FRAMEWORK as REST_FRAMEWORK
from backfit.api.settings import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from backfit.contacts import Contact, read_contacts
from backfit.content_policy import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from backfit.durations import Limits, read_limits
from backfit.kept_days import kept_days
from backfit.limit_settings import ANSWER_STEPS as ANSWER_STEPS
from backfit.limit_settings import LIMITS as LIMITS
from backfit.log_settings import log_settings
from backfit.push_key import read_push_key
from backfit.security_contact import read_security_contact
from backfit.sign_in import *  # noqa: F403
from backfit.sso import sso_settings

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def development_secret_key() -> str:
    """A key of this checkout's own, kept so that a restart signs nobody out."""
    path = BASE_DIR / "var" / "secret_key"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


DEBUG = env.bool("BACKFIT_DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # earlier ones, which open what they have sealed
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if DEBUG:
    SECRET_KEY = SECRET_KEY or development_secret_key()
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
if len(SECRET_KEY) < 40:
    raise ImproperlyConfigured("Set SECRET_KEY to 40 random characters or more, or BACKFIT_DEBUG=1 to develop.")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the host names that this site answers to, comma separated.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "programs",
    "accounts",
    "exercises",
    "backfit",
    "backfit.admin_config.BackfitAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # the widgets' own templates, which FORM_RENDERER finds only so
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "template_partials",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "backfit.headers.HeadersMiddleware",
    "backfit.steady.SteadyMiddleware",
    "backfit.headers.PolicyMiddleware",
    "backfit.request_id.RequestNumberMiddleware",
    "backfit.middleware.SealedApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "backfit.middleware.PackedPagesMiddleware",
    "backfit.middleware.PrivateByDefaultMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "backfit.middleware.CleanTextMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SessionLifeMiddleware",
    "accounts.middleware.AccessLogMiddleware",
    "accounts.privacy.leaving.LeavingMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_step_door.SecondStepMiddleware",
    "accounts.sign_in_limits.SignInLimitsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "backfit.pages.RefusalMiddleware",
    "accounts.middleware.LocalTimeMiddleware",
]

ROOT_URLCONF = "backfit.urls"
WSGI_APPLICATION = "backfit.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "backfit" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backfit.context.roles",
                "backfit.context.second_step",
                "programs.context.messages_waiting",
            ],
            "builtins": ["backfit.templatetags.backfit"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database: SQLite beside the code unless DATABASE_URL says otherwise.
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'backfit.sqlite3'}")
}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    (BASE_DIR / "var").mkdir(exist_ok=True)
    # FULL: an acknowledged session survives a power cut; NORMAL may roll the last commits back in WAL mode.
    # IMMEDIATE: two writers wait for each other instead of failing half-way with "database is locked".
    _database["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        # What is deleted is written over, or an erased person could be read in the file.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON;",
    }
elif _database["ENGINE"].endswith("postgresql"):
    _database["CONN_HEALTH_CHECKS"] = True
    _database.setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": env.int("DATABASE_POOL_SIZE", 8),
    }
else:
    raise ImproperlyConfigured("DATABASE_URL must name a sqlite or postgres database.")

# What takes longer than a request may is queued in the database, for `manage.py work`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}

# --- People; how they sign in stands in backfit/sign_in.py
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # addresses are unique whatever their case, by a constraint
    "security.W021",  # preloading binds a whole domain for years; that is for its owner to decide
]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG else "https"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
INVITATION_HOURS = 72
# Of therapists, managers, editors and site admins (accounts/second_step.py). The demonstration is open without it.
REQUIRE_SECOND_STEP = env.bool("REQUIRE_SECOND_STEP", default=not DEBUG)
if not (REQUIRE_SECOND_STEP or DEBUG):
    raise ImproperlyConfigured("Set REQUIRE_SECOND_STEP to 1 or leave it out: only BACKFIT_DEBUG=1 does without.")


# --- A clinic's own sign-in (accounts/sso/)
SOCIALACCOUNT_PROVIDERS = sso_settings(env.str("SSO_PROVIDERS", default=""), insecure=DEBUG)


def session_limits(name: str, default: str) -> Limits:
    try:
        return read_limits(env.str(name, default=default))
    except ValueError as error:
        raise ImproperlyConfigured(f"Set {name} to two spans such as 30m/12h. {error}") from error


# --- Staying signed in: without a sign of life, and in all (accounts/session_life.py)
SESSION_LIMITS = {
    "client": session_limits("SESSION_CLIENT", "30d/90d"),
    "clinic": session_limits("SESSION_CLINIC", "30m/12h"),  # therapists and managers
    "catalogue": session_limits("SESSION_CATALOGUE", "15m/8h"),  # editors and site admins
}

# --- The access log: what one account may do in an hour before others are told, and where its seal goes each day
ALARM_CLIENTS, ALARM_REFUSED = env.int("ALARM_CLIENTS", 50), env.int("ALARM_REFUSED", 20)
ALARM_EXPORTS = env.int("ALARM_EXPORTS", 10)
ALARM_EMAILS = env.list("ALARM_EMAILS", default=[])
LOG_ANCHOR_EMAIL = env.str("LOG_ANCHOR_EMAIL", default="")

# --- Finding a therapist
LISTING_CONFIRM_DAYS = 365  # after which its owner is asked whether it is still true
LISTING_DAYS = env.int("LISTING_DAYS", 395)  # after which a listing that nobody confirmed is shown no more
REQUESTS_A_DAY = 30  # that one listing is sent
REQUEST_DAYS_CLOSED = env.int("REQUEST_DAYS_CLOSED", 90)
REQUEST_DAYS = env.int("REQUEST_DAYS", 180)
REQUEST_SECONDS = 3  # in which nobody fills in the form

# --- How many days rows are kept after they have ended (backfit/retention.py)
KEPT_DAYS = kept_days(env)
if min(KEPT_DAYS.values()) < 0:
    raise ImproperlyConfigured("Set the days of KEPT_DAYS_… to 0 or more.")

# --- Mail: to the console unless EMAIL_URL names a server.
_mail = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(_mail)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Backfit <backfit@localhost>")
# Where links in mails lead when no request is at hand (commands, tasks).
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000" if DEBUG else "").rstrip("/")
PUSH_PRIVATE_KEY = read_push_key(env.str("PUSH_PRIVATE_KEY", default=""))
if not urlsplit(SITE_URL).netloc:
    raise ImproperlyConfigured("Set SITE_URL to this site's address, for example https://backfit.example.org")

# --- Language and time
LANGUAGE_CODE = "en-gb"  # for dates such as 22 November; the wording is plain English
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "backfit" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"  # what is stored; each person's own zone is set per request


# --- Whom to call: "999", or "Dublin=112, Belfast=999". Without one the pages say it in general words.
def contacts(name: str) -> list[Contact]:
    try:
        return read_contacts(env.str(name, default=""))
    except ValueError as error:
        raise ImproperlyConfigured(f"Set {name} to phone numbers. {error}") from error


EMERGENCY_NUMBERS = contacts("BACKFIT_EMERGENCY_NUMBERS")
URGENT_NUMBERS = contacts("BACKFIT_URGENT_NUMBERS")
CRISIS_CONTACTS = contacts("BACKFIT_CRISIS_CONTACTS")

# --- Files that editors upload; exercises/media_pages.py serves them.
MEDIA_ROOT = env.str("MEDIA_DIR", default=str(BASE_DIR / "var" / "media"))

# The list from which a backup that was put back erases again (accounts/privacy/listing.py).
ERASURE_LIST = env.str("ERASURE_LIST", default=str(BASE_DIR / "var" / "erased.txt"))

# --- Static files
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "exports": {"BACKEND": "backfit.private_files.PrivateFiles"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "backfit.storage.StaticFiles"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Source maps cost 28 CPU-seconds of collectstatic and nobody reads them.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "jpeg", "gif", "webp", "woff", "woff2", "gz", "br", "zip"]

# --- Security
SECURITY_CONTACT = read_security_contact(env.str("SECURITY_CONTACT", default=""))  # for /.well-known/security.txt
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEBUG
SESSION_ENGINE = "backfit.sessions"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "backfit.pages.csrf_failed"
CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_NAME = "sessionid" if DEBUG else "__Host-sessionid"
DEVICE_COOKIE_NAME = "device" if DEBUG else "__Host-device"  # given to who signs in (accounts/new_devices.py)
CSRF_COOKIE_NAME = "csrftoken" if DEBUG else "__Host-csrftoken"
SESSION_COOKIE_AGE = max(limits.idle for limits in SESSION_LIMITS.values())
SECURE_HSTS_SECONDS = 0 if DEBUG else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
if env.bool("BEHIND_TLS_PROXY", default=False):
    if not ALLAUTH_TRUSTED_PROXY_COUNT:
        # Every visitor would come from the proxy's address, and the first who overdoes it would lock out all.
        raise ImproperlyConfigured("Set TRUSTED_PROXY_COUNT to how many proxies in front add to X-Forwarded-For.")
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- Logs: one line each on stderr, of the fields that backfit/logs.py names.
LOGGING = log_settings(debug=DEBUG, level=env.str("LOG_LEVEL", "WARNING"))
