"""Settings of the site: one table of what an operator may set, then Django's own.

Every row of ``TABLE`` is read from the environment as ``JUMELAGE_<NAME>`` and has its paragraph in the
operator's guide; a test compares the two. Profiles: ``demo`` (loopback, http, a generated key), ``test``, and
``production``, which refuses to start on unsafe or missing values.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from jumelage.config import rows
from jumelage.config.rows import Row
from jumelage.languages import OWN_NAME, SITE

TABLE: tuple[Row, ...] = (
    Row("PROFILE", "production", refuse=rows.one_of(*rows.PROFILES)),
    Row("DATA"),
    Row("DATABASE", refuse=rows.no_database, is_secret=True),
    Row("SECRET_KEY", needed=True, refuse=rows.no_key, is_secret=True),
    Row("HOSTS", needed=True, refuse=rows.no_hosts),
    Row("BASE_URL", needed=True, refuse=rows.no_https),
    Row("TRUSTED_PROXIES", "0", refuse=rows.number(0, 9)),
    Row("LANGUAGE", "de", refuse=rows.one_of(*SITE)),
    Row("COUNTRY", "DE", refuse=rows.no_country),
    Row("TIME_ZONE", "Europe/Berlin", refuse=rows.no_time_zone),
    Row("MAIL_HOST"),
    Row("MAIL_PORT", "587", refuse=rows.number(1, 65535)),
    Row("MAIL_USER"),
    Row("MAIL_PASSWORD", is_secret=True),
    Row("MAIL_FROM", refuse=rows.no_mail_address),
    Row("DETAIL_DAYS", "1095", refuse=rows.number(1, 36500)),
)
_ROWS = {row.name: row for row in TABLE}


def read(name: str) -> str:
    """Return the value of the row *name*: the environment's, else the row's default."""
    return _ROWS[name].read()


PROFILE = read("PROFILE")
PRODUCTION = PROFILE not in ("demo", "test")
_problems = rows.problems(TABLE if PRODUCTION else [row for row in TABLE if row.name != "BASE_URL"], production=PRODUCTION)
if _problems:
    raise ImproperlyConfigured("\n".join(_problems))

DATA = Path(read("DATA") or f"var/{'site' if PRODUCTION else PROFILE}").absolute()
DEBUG = False
# Outside production a process without a key makes one of its own: it protects nothing that outlives the process.
SECRET_KEY = read("SECRET_KEY") or secrets.token_urlsafe(64)
BASE_URL = (read("BASE_URL") or "http://127.0.0.1:8000").rstrip("/")
# Outside production no other host is answered, whatever address the server may be bound to.
ALLOWED_HOSTS = rows.split(read("HOSTS")) if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "jumelage.config.urls"
WSGI_APPLICATION = "jumelage.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

INSTALLED_APPS = [
    "jumelage.config",
    "jumelage.website",
    "jumelage.desk",
    "jumelage.programme",
    "jumelage.protocol",
    "jumelage.seminars",
    "jumelage.agreements",
    "jumelage.people",
    "jumelage.sources",
    "jumelage.media",
    "jumelage.partnerships",
    "jumelage.accounts",
    "jumelage.journal",
    "jumelage.fields",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "django_filters",
    "django_tables2",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jumelage.website.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jumelage.config.middleware.actor",
    "jumelage.config.middleware.desk_language",
    "jumelage.website.middleware.cms_door",
    "jumelage.website.middleware.keeping",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES: dict[str, Any] = {"default": dj_database_url.parse(read("DATABASE") or f"sqlite:///{DATA / 'site.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;",
    }
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_ADAPTER = "jumelage.accounts.adapter.ClosedAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = int(read("TRUSTED_PROXIES"))
if PROFILE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; the tests guard no real password

LANGUAGE_CODE = read("LANGUAGE")
LANGUAGES = [(code, OWN_NAME[code]) for code in SITE]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
USE_TZ = True
TIME_ZONE = read("TIME_ZONE")
COUNTRY = read("COUNTRY")

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"

WAGTAIL_SITE_NAME = "Jumelage"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILIMAGES_IMAGE_MODEL = "media.Picture"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000  # a picture of 8,700 by 5,800; more fills the memory of a small machine
WAGTAILDOCS_DOCUMENT_MODEL = "media.Paper"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "txt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_CONTENT_TYPES: dict[str, str] = {}
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # every document is downloaded, none is opened within the site
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
#: Days after which the journal's details (what stood there before, free reasons) are deleted; the rows stay.
DETAIL_DAYS = int(read("DETAIL_DAYS"))

CSRF_FAILURE_VIEW = "jumelage.website.views.csrf_failed"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/cms/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [BASE_URL]
if TRUSTED_PROXIES:
    # Believed only where the operator says that a proxy of their own sets it, else any visitor could.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # the CMS shows its preview in a frame of this very site; others are shut out by the CSP too
    "security.W021",  # the browsers' built-in list binds every host beside this one, too: the operator's decision
]

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if read('MAIL_HOST') else 'console'}.EmailBackend"
EMAIL_HOST = read("MAIL_HOST")
EMAIL_PORT = int(read("MAIL_PORT"))
EMAIL_HOST_USER = read("MAIL_USER")
EMAIL_HOST_PASSWORD = read("MAIL_PASSWORD")
EMAIL_USE_TLS = EMAIL_PORT != 465
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read("MAIL_FROM") or "jumelage@localhost"

# Everything goes to standard error, for the service manager to keep; Django's own default is silent without DEBUG.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},  # a page that is not found is no fault
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},  # the noise of scanners
        "django_tasks": {"level": "WARNING"},
    },
}
