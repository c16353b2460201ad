from django.urls import path

from huijia.kernel.files import views

app_name = "files"
urlpatterns = [
    path("<uuid:uuid>/", views.show, name="show"),
    path("<uuid:uuid>/thumb/", views.thumb, name="thumb"),
]
