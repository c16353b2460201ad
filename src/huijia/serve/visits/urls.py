"""走访."""

from django.urls import path, re_path

from huijia.serve.visits.views import door, plan, today, visits

app_name = "visits"

urlpatterns = [
    path("", today.today, name="today"),
    path("out/", today.out, name="out"),
    path("back/", today.back, name="back"),
    path("doors/<int:dwelling_id>/", door.door, name="door"),
    path("sheet/", plan.sheet, name="sheet"),
    path("records/", visits.visits, name="visits"),
    path("records/export/", visits.export, name="export"),
    path("records/<str:ticket>/", visits.visit, name="visit"),
    re_path(r"^records/(?P<ticket>[^/]+)/(?P<move>amend|void)/$", visits.move, name="move"),
    path("rules/", plan.rules, name="rules"),
    path("rules/<int:rule_id>/", plan.rule, name="rule"),
    path("coverage/", plan.coverage, name="coverage"),
    path("coverage/data/", plan.coverage_data, name="coverage_data"),
]
