"""The phone app of the field."""

from django.urls import path

from huijia.doors.field import views

app_name = "field"

urlpatterns = [
    path("", views.app, name="app"),
    path("worker.js", views.worker, name="worker"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("state/", views.state, name="state"),
    path("unlock/", views.unlock, name="unlock"),
    path("pack/", views.pack, name="pack"),
    path("send/", views.send, name="send"),
]
