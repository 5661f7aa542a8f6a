"""The door through which a web server reaches Evenhand."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.web.settings")


class Request(WSGIRequest):
    """A request whose content type may name nonsense as its alphabet: it is read as UTF-8, and is no server error."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except (LookupError, UnicodeError):
            # "rot13" and the like are codecs of Python, but no way to write text; Django finds out too late to answer.
            self._encoding = None


class Handler(WSGIHandler):
    """Django's own, with requests of ours."""

    request_class = Request


django.setup(set_prefix=False)
application = Handler()
