from django.urls import path

from huijia.kernel.privacy.views import register, requests, retention

app_name = "privacy"
urlpatterns = [
    path("", requests.requests, name="requests"),
    path("<int:pk>/", requests.show, name="request"),
    path("<int:pk>/tie/", requests.tie, name="tie"),
    path("<int:pk>/export/", requests.export, name="export"),
    path("<int:pk>/answer/", requests.answer, name="answer"),
    path("<int:pk>/refuse/", requests.answer, {"refused": True}, name="refuse"),
    path("register/", register.register, name="register"),
    path("register/<slug:code>/", register.processing, name="processing"),
    path("texts/<slug:code>/", register.text, name="text"),
    path("retention/", retention.retention, name="retention"),
    path("retention/<int:pk>/release/", retention.release, name="release"),
]
