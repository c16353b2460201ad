"""Every address of the house: residents' pages at the root, staff under /desk/."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("huijia.kernel.accounts.urls")),
    path("desk/residents/", include("huijia.core.residents.urls")),
    path("desk/privacy/", include("huijia.kernel.privacy.urls")),
    path("files/", include("huijia.kernel.files.urls")),
    path("desk/hotline/", include("huijia.serve.hotline.urls")),
    path("desk/home-orders/", include("huijia.serve.home_orders.urls")),
    path("desk/rides/", include("huijia.serve.rides.urls")),
    path("desk/visits/", include("huijia.serve.visits.urls")),
    path("desk/inspections/", include("huijia.serve.inspections.urls")),
    path("desk/errands/", include("huijia.serve.errands.urls")),
    path("desk/health/", include("huijia.serve.health.urls")),
    path("desk/station/", include("huijia.serve.station.urls")),
    path("desk/counter/", include("huijia.serve.counter.urls")),
    path("desk/signup/", include("huijia.core.signup.urls")),
    path("desk/directives/", include("huijia.core.directives.urls")),
    path("desk/figures/", include("huijia.insight.figures.urls")),
    path("", include("huijia.core.opening.urls")),
    path("desk/party/", include("huijia.lead.organisation.urls")),
    path("desk/", include("huijia.doors.desk.urls")),
    path("field/", include("huijia.doors.field.urls")),
    path("", include("huijia.doors.portal.urls")),
]

# Looked up by Django by these names.
handler403 = "huijia.config.errors.forbidden"
handler404 = "huijia.config.errors.not_found"
