"""How often one address may ask. Counted in the memory of each process, because a count in the database would cost more
than most answers; several processes together therefore let through that many times as much."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict

from django.conf import settings
from django.http import HttpRequest

# Requests a minute from one address, in each process; 0 takes the limit away.
A_MINUTE = 600
_WINDOW = 60.0
_MOST_ADDRESSES = 10_000
_counted: OrderedDict[str, tuple[float, int]] = OrderedDict()
_lock = threading.Lock()


def a_minute() -> int:
    """The limit that is set, or the usual one."""
    return int(getattr(settings, "API_REQUESTS_A_MINUTE", A_MINUTE))


def too_many(request: HttpRequest, now: float | None = None) -> int:
    """Count a request: 0 when it may be answered, else the seconds after which to ask again."""
    most = a_minute()
    if not most:
        return 0
    now = time.monotonic() if now is None else now
    address = address_of(request)
    with _lock:
        began, count = _counted.pop(address, (now, 0))
        if now - began >= _WINDOW:
            began, count = now, 0
        _counted[address] = (began, count + 1)
        while len(_counted) > _MOST_ADDRESSES:
            _counted.popitem(last=False)
    return 0 if count < most else max(1, round(began + _WINDOW - now))


def forget() -> None:
    """Start counting anew; for tests."""
    with _lock:
        _counted.clear()


def address_of(request: HttpRequest) -> str:
    """The address that asks: what the outermost proxy of ours saw, or who is at the other end where there is none."""
    proxies = settings.ENVIRONMENT.proxies
    seen = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    if proxies and len(seen) >= proxies:
        return _shared(seen[-proxies])
    return _shared(str(request.META.get("REMOTE_ADDR", "")))


def _shared(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text[:64]
    # Whoever has one address of the newer kind usually has a network of 2^64 of them.
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else text
