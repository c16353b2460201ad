"""代办帮办."""

from django.urls import path

from huijia.serve.errands.views import errands, papers

app_name = "errands"

urlpatterns = [
    path("", errands.errands, name="errands"),
    path("new/", errands.errand_new, name="new"),
    path("export/", papers.export, name="export"),
    path("services/", papers.services, name="services"),
    path("services/<int:service_id>/", papers.service, name="service"),
    path("<str:ticket>/", errands.errand, name="errand"),
    path("<str:ticket>/phone/", errands.phone, name="phone"),
    path("<str:ticket>/handings/<int:handing_id>/", papers.receipt, name="receipt"),
    path("<str:ticket>/<slug:move>/", errands.move, name="move"),
]
