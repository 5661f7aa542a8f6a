"""The door through which a web server reaches Evenhand."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.web.settings")
application = get_wsgi_application()
