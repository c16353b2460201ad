from django.urls import path

from huijia.insight.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("<slug:key>/", views.records, name="records"),
]
