"""Django's settings. Everything that may differ between two machines comes from `environment`."""

from pathlib import Path

from evenhand.web import environment

ENVIRONMENT = environment.read()
HERE = Path(__file__).resolve().parent

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
ROOT_URLCONF = "evenhand.web.urls"
WSGI_APPLICATION = "evenhand.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": ENVIRONMENT.database}
AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "public:start"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "evenhand.web.design",
    "evenhand.web.audit",
    "evenhand.web.accounts",
    "evenhand.web.jottings",
    "django_tasks",
    "django_tasks_db",
    "evenhand.web.jobs",
    "evenhand.web.register",
    "evenhand.web.frameworks",
    "evenhand.web.drafts",
    "evenhand.web.inspections",
    "evenhand.web.planning",
    "evenhand.web.preparation",
    "evenhand.web.reports",
    "evenhand.web.accuracy",
    "evenhand.web.consultations",
    "evenhand.web.statistics",
    "evenhand.web.trends",
    "evenhand.web.pilots",
    "evenhand.web.api",
    "evenhand.web.alerts",
    "evenhand.web.public",
    "evenhand.web.health",
]

MIDDLEWARE = [
    "evenhand.web.design.requestlog.RequestLog",
    "evenhand.web.design.headers.MoreHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "evenhand.web.api.door.ApiDoor",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "evenhand.web.accounts.sessions.SessionRules",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "evenhand.web.accounts.access.DenyByDefault",
    "evenhand.web.jottings.middleware.SavedIsNoJotting",
    "evenhand.web.design.errors.PlainAnswers",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [
            *sorted(str(folder) for folder in HERE.glob("*/templates")),
            # The one template of a report, for pages and for paper.
            str(HERE.parent / "report" / "rendering" / "templates"),
        ],
        "OPTIONS": {
            "environment": "evenhand.web.design.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "evenhand.web.accounts.access.who_is_here",
            ],
        },
    },
]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [str(HERE / "locale")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = "/static/"
STATIC_ROOT = str(ENVIRONMENT.var / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# Work in the background (docs/architecture.md): the queue, the modules that declare kinds of jobs, kept PDFs.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
JOB_KINDS = ["evenhand.web.reports.documents", "evenhand.web.alerts.sending", "evenhand.web.alerts.watching"]
DOCUMENTS = str(ENVIRONMENT.var / "documents")

# E-mail alerts: how letters leave, and under which address their links are reached.
ALERTS = bool(ENVIRONMENT.mail)
PUBLIC_ADDRESS = ENVIRONMENT.address
# Whether the watch over grades since a framework went live runs, and tells framework authors of alarms.
WATCH_ALERTS = ENVIRONMENT.watch_alerts
# Whom a provider asks about a letter.
OFFICE = ENVIRONMENT.office
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail.get("FROM", "evenhand@localhost")
EMAIL_BACKEND = ENVIRONMENT.mail.get("BACKEND", "django.core.mail.backends.dummy.EmailBackend")
EMAIL_FILE_PATH = str(ENVIRONMENT.var / "mail")
EMAIL_HOST = ENVIRONMENT.mail.get("HOST", "localhost")
EMAIL_PORT = int(ENVIRONMENT.mail.get("PORT", 25))
EMAIL_HOST_USER = ENVIRONMENT.mail.get("USER", "")
EMAIL_HOST_PASSWORD = ENVIRONMENT.mail.get("PASSWORD", "")
EMAIL_USE_TLS = ENVIRONMENT.mail.get("SECURITY") == "starttls"
EMAIL_USE_SSL = ENVIRONMENT.mail.get("SECURITY") == "tls"
EMAIL_TIMEOUT = 20

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Sessions end earlier than their cookie: see accounts/sessions.py.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# A browser takes a cookie of this name from this very host only, by TLS, for all its pages.
SESSION_COOKIE_NAME = "__Host-session" if ENVIRONMENT.production else "sessionid"
SECOND_FACTOR = ENVIRONMENT.second_factor
API_REQUESTS_A_MINUTE = ENVIRONMENT.api_requests
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = ENVIRONMENT.production
SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^ready/$"]  # asked by machines beside the service, by plain HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.production else None
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.production
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if ENVIRONMENT.production else []
CSRF_FAILURE_VIEW = "evenhand.web.design.errors.forged"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "evenhand.web.design.requestlog.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # A demonstration's terminal stays readable; what is slow or broken is told there as well.
        "evenhand.request": {"level": "INFO" if ENVIRONMENT.production else "WARNING"},
        # Their sentences repeat what RequestLog says, with addresses in them.
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": [], "propagate": False},
    },
}
