"""The residents' pages: a plate's own page, reporting, looking up, and what the public may see."""

from django.urls import path

from huijia.doors.portal.views import (
    done,
    door,
    home,
    home_service,
    occasions,
    privacy,
    progress,
    receipt,
    report,
    signups,
)

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("d/<str:token>/", door.door, name="door"),
    path("d/<str:token>/report/", report.at_door, name="door_report"),
    path("d/<str:token>/home-service/", home_service.at_door, name="door_home_service"),
    path("home-service/", home_service.online, name="home_service"),
    path("home-service/<str:ticket>/", home_service.show, name="home_order"),
    path("home-service/<str:ticket>/<slug:move>/", home_service.act, name="home_order_act"),
    path("report/", report.online, name="report"),
    path("receipt/", receipt.receipt, name="receipt"),
    path("progress/", progress.look_up, name="progress"),
    path("progress/<str:ticket>/", progress.show, name="matter"),
    path("progress/<str:ticket>/grade/", progress.grade, name="grade"),
    path("progress/<str:ticket>/reopen/", progress.reopen, name="reopen"),
    path("progress/<str:ticket>/leave/", progress.leave, name="leave"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("activities/", occasions.occasions, name="occasions"),
    path("activities/<int:pk>/", occasions.occasion, name="occasion"),
    path("activities/receipt/", signups.receipt, name="signup_receipt"),
    path("activities/mine/", signups.look_up, name="signups"),
    path("activities/mine/<str:ticket>/", signups.show, name="signup"),
    path("activities/mine/<str:ticket>/leave/", signups.leave, name="signup_leave"),
    path("activities/mine/<str:ticket>/<slug:move>/", signups.act, name="signup_act"),
    path("done/", done.done, name="done"),
]
