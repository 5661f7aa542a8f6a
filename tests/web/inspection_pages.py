"""What the tests of the inspection pages share: a page's text, its address, and forms as a browser sends them."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone
from tests.builders import an_item

from evenhand.web.inspections import actions


def text(response) -> str:
    """What a reader sees, without tags and with single spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def at(name, inspection, *more):
    return reverse(f"inspections:{name}", args=[inspection.pk, *more])


def fields(**changes):
    happened = timezone.localtime() - timedelta(hours=2)
    data = {
        "id": str(uuid4()),
        "said": "AB asked for help and two adults came.",
        "occurred_on": happened.date().isoformat(),
        "occurred_time": happened.strftime("%H:%M"),
        "initials": "AB, C.D.",
        "criteria": ["sccif.protection.good.trusted_adult", "sccif.leadership.good.registered_manager"],
        "setting": "After school",
    }
    return {**data, **changes}


KIND = "observation_of_relationships"


def recorded(cast, inspection, **changes):
    item = an_item(**changes)
    return item, actions.record_evidence(by=cast.ida, inspection=inspection, item=item)


def amended(item, **changes):
    happened = timezone.localtime(item.occurred_at)
    data = fields(
        id=str(item.id),
        said=item.said,
        occurred_on=happened.date().isoformat(),
        occurred_time=happened.strftime("%H:%M"),
        initials="AB",
        criteria=list(item.criteria),
        based_on="1",
        reason="I misheard.",
    )
    return {**data, **changes}
