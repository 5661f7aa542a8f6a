"""Every address of the service, by app."""

from django.urls import include, path

urlpatterns = [
    path("", include("evenhand.web.public.urls")),
    path("", include("evenhand.web.alerts.urls")),
    path("api/v1/", include("evenhand.web.api.urls")),
    path("", include("evenhand.web.accounts.urls")),
    path("jottings/", include("evenhand.web.jottings.urls")),
    path("", include("evenhand.web.health.urls")),
    path("audit/", include("evenhand.web.audit.urls")),
    path("register/", include("evenhand.web.register.urls")),
    path("frameworks/", include("evenhand.web.frameworks.urls")),
    path("drafts/", include("evenhand.web.drafts.urls")),
    path("inspections/", include("evenhand.web.inspections.urls")),
    path("inspections/", include("evenhand.web.reports.urls")),
    path("planning/", include("evenhand.web.planning.urls")),
    path("preparation/", include("evenhand.web.preparation.urls")),
    path("accuracy/", include("evenhand.web.accuracy.urls")),
    path("jobs/", include("evenhand.web.jobs.urls")),
    path("consultations/", include("evenhand.web.consultations.urls")),
    path("statistics/", include("evenhand.web.statistics.urls")),
    path("pilots/", include("evenhand.web.pilots.urls")),
    path("did-ratings-change/", include("evenhand.web.trends.urls")),
]

handler400 = "evenhand.web.design.errors.bad_request"
handler403 = "evenhand.web.design.errors.forbidden"
handler404 = "evenhand.web.design.errors.not_found"
handler500 = "evenhand.web.design.errors.server_error"
