"""The plan: what is due, overdue and at risk, by region and month."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.policies import check_schedule
from evenhand.web.planning import figures, queries
from evenhand.web.planning.arriving import asking, day_asked, for_managers, schedule_link
from evenhand.web.planning.forms import FilterForm
from evenhand.web.planning.permission import may
from evenhand.web.planning.queries import Wanted
from evenhand.web.planning.words import ALTERATIONS, STANDINGS, STRENGTHS, spoken

# A register older than this makes more homes look overdue than are.
OLD = timedelta(days=60)


@for_managers
@require_http_methods(["GET"])
def plan(request: HttpRequest) -> HttpResponse:
    """The list with its figures; filters stand in the address so that it can be passed on."""
    who, on = asking(request), day_asked(request)
    everything = queries.plan_for(who, Wanted(on=on))
    filters = FilterForm(request.GET, everything)
    wanted = filters.wanted(on)
    shown = everything if wanted == Wanted(on=on) else queries.narrowed(who, everything.plan, wanted)
    months = figures.by_month(shown.lines)
    regions = figures.by_region(shown.lines)
    kept = request.GET.copy()
    kept.pop("page", None)
    register_day = shown.plan.register_day
    context = {
        "filters": filters,
        "filtered": filters.narrows,
        "shown": shown,
        "page": queries.page_of(shown.lines, request.GET.get("page")),
        "query": kept.urlencode(),
        "on": on,
        "is_today": on == timezone.localdate(),
        "register_day": register_day,
        "register_is_old": register_day is not None and on - register_day > OLD,
        "regions": regions,
        "all_regions": figures.total_of(regions) if regions else None,
        "months": months,
        "month_bars": figures.picture(months),
        "region_bars": figures.picture(regions),
        "unanswered": shown.unanswered.items(),
        "may_schedule": may(check_schedule, who),
        "is_inspector": who.is_a(Role.INSPECTOR),
        **telling(shown.plan.titles),
    }
    return render(request, "planning/plan.html", context)


def telling(titles: object) -> dict[str, object]:
    """What templates need to say things of the core in words."""
    return {
        "titles": titles,
        "standings": STANDINGS,
        "strengths": STRENGTHS,
        "alterations": ALTERATIONS,
        "spoken": spoken,
        "schedule_link": schedule_link,
    }
