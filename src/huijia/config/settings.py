"""The one settings module: what differs between places comes from the environment (`config/env.py`)."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from huijia.config import env

ROOT = env.ROOT
VAR = Path(env.text("HUIJIA_VAR", str(ROOT / "var")))
DEBUG = env.flag("DEBUG")
DEMO = env.flag("HUIJIA_DEMO")

# Keys live beside `var/`, never inside it, so that a copy of the data is no copy of the keys.
HUIJIA_KEY_FILE = Path(env.text("HUIJIA_KEY_FILE", str(VAR.parent / ".huijia-keys" / f"{VAR.name}.json")))
LEDGER_HEADS_FILE = Path(env.text("LEDGER_HEADS_FILE", str(VAR.parent / ".huijia-heads" / f"{VAR.name}.log")))
PUBLIC_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")


def _secret_key() -> str:
    from huijia.lib.crypto import Keyring

    return Keyring.load_or_create(HUIJIA_KEY_FILE).django_secret


SECRET_KEY = env.text("SECRET_KEY") or _secret_key()
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "*" if DEBUG else "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https://") else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "huijia.kernel.ledger",
    "huijia.kernel.communities",
    "huijia.kernel.limits",
    "huijia.kernel.accounts",
    "huijia.kernel.files",
    "huijia.kernel.notify",
    "huijia.kernel.search",
    "huijia.kernel.privacy",
    "huijia.kernel.imports",
    "huijia.core.places",
    "huijia.core.people",
    "huijia.core.residents",
    "huijia.core.teams",
    "huijia.core.matters",
    "huijia.core.signup",
    "huijia.core.directives",
    "huijia.core.opening",
    "huijia.lead.organisation",
    "huijia.serve.hotline",
    "huijia.serve.home_orders",
    "huijia.serve.rides",
    "huijia.serve.visits",
    "huijia.serve.errands",
    "huijia.serve.counter",
    "huijia.serve.station",
    "huijia.serve.health",
    "huijia.serve.inspections",
    "huijia.insight.figures",
    "huijia.doors.portal",
    "huijia.doors.desk",
    "huijia.doors.field",
    "huijia.config",
]

MIDDLEWARE = [
    "huijia.config.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huijia.config.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huijia.kernel.accounts.middleware.StaffSession",
    "huijia.core.residents.middleware.Acting",
]

ROOT_URLCONF = "huijia.config.urls"
WSGI_APPLICATION = "huijia.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "accounts:login"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "src" / "huijia" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "huijia.config.context.page",
                "huijia.doors.desk.nav.context",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

DATABASES = {"default": env.database(env.text("DATABASE_URL"), VAR)}
if env.flag("HUIJIA_TEST"):
    # Tests: a file, so that threads and second processes see the same data; a hasher that costs nothing.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if "sqlite" in str(DATABASES["default"]["ENGINE"]):
        DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
    else:
        # A server set up without a language makes databases that cannot hold Chinese, unless told otherwise.
        DATABASES["default"]["TEST"] = {"CHARSET": "UTF8", "TEMPLATE": "template0"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Argon2 is not needed for a lookup by name: PBKDF2 with Django's own iteration count.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "huijia.kernel.accounts.passwords.MixedOrLong"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ["username", "name"]}},
]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
STAFF_IDLE_SECONDS = env.number("STAFF_IDLE_SECONDS", 1800)
CSRF_COOKIE_HTTPONLY = True
SECURE_TLS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = SECURE_TLS
CSRF_COOKIE_SECURE = SECURE_TLS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# One proxy in front sets this header; without a proxy it is never trusted.
TRUSTED_PROXY = env.flag("TRUSTED_PROXY")
if TRUSTED_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "huijia" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = (VAR if env.flag("HUIJIA_TEST") else ROOT / "build") / "static"
STATICFILES_DIRS = [ROOT / "src" / "huijia" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(VAR / "files")}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or env.flag("HUIJIA_TEST")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = DEBUG or env.flag("HUIJIA_TEST")
FILES_ROOT = VAR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "huijia@localhost")
# Where notices go: console by default; `webhook` posts JSON to this address (an SMS gateway, WeCom, DingTalk).
NOTIFY_CHANNEL = env.text("NOTIFY_CHANNEL", "console")
NOTIFY_WEBHOOK_URL = env.text("NOTIFY_WEBHOOK_URL")
NOTIFY_WEBHOOK_SECRET = env.text("NOTIFY_WEBHOOK_SECRET")

# Map tiles of 天地图: a key of the kind for browsers. A community may set its own among its options.
TIANDITU_KEY = env.text("TIANDITU_KEY")

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"tokens": {"()": "huijia.config.logs.WithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
