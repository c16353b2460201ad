"""Every address of the house: residents' pages at the root, staff under /desk/."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("huijia.kernel.accounts.urls")),
    path("files/", include("huijia.kernel.files.urls")),
    path("desk/figures/", include("huijia.insight.figures.urls")),
    path("desk/", include("huijia.doors.desk.urls")),
    path("", include("huijia.doors.portal.urls")),
]
