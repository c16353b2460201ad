from django.urls import path

from huijia.serve.station.views import programmes

app_name = "station"

urlpatterns = [
    path("", programmes.programmes, name="programmes"),
    path("add/", programmes.add, name="add"),
    path("<int:pk>/", programmes.programme, name="programme"),
    path("<int:pk>/change/", programmes.change, name="change"),
    path("<int:pk>/skip/", programmes.skip, name="skip"),
    path("<int:pk>/end/", programmes.end, name="end"),
    path("skips/<int:pk>/keep/", programmes.keep, name="keep"),
]
