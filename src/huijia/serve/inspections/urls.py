"""入户安检."""

from django.urls import path

from huijia.serve.inspections.views import campaigns, homes

app_name = "inspections"

urlpatterns = [
    path("", campaigns.campaigns, name="campaigns"),
    path("new/", campaigns.campaign_new, name="campaign_new"),
    path("export/", campaigns.export, name="export"),
    path("hazards/", homes.hazards, name="hazards"),
    path("hazards/<int:hazard_id>/matter/", homes.raise_matter, name="raise_matter"),
    path("checklists/", campaigns.checklists, name="checklists"),
    path("checklists/<int:checklist_id>/", campaigns.checklist, name="checklist"),
    path("homes/<int:home_id>/", homes.home, name="home"),
    path("checks/<str:ticket>/", homes.check, name="check"),
    path("checks/<str:ticket>/notice/", homes.notice, name="notice"),
    path("<int:campaign_id>/", campaigns.campaign, name="campaign"),
    path("<int:campaign_id>/map/", campaigns.campaign_map, name="campaign_map"),
    path("<int:campaign_id>/close/", campaigns.campaign_close, name="campaign_close"),
]
