from django.urls import path

from huijia.core.signup.views import attending, chain, occasions, paper, signing

app_name = "signup"

one = [
    path("<int:pk>/", occasions.occasion, name="occasion"),
    path("<int:pk>/change/", occasions.change, name="change"),
    path("<int:pk>/cancel/", occasions.cancel, name="cancel"),
    path("<int:pk>/sign/", signing.sign, name="sign"),
    path("<int:pk>/chain/", chain.chain, name="chain"),
    path("<int:pk>/attend/", attending.attend, name="attend"),
    path("<int:pk>/walk-in/", attending.walk_in, name="walk_in"),
    path("<int:pk>/heads/", attending.heads, name="heads"),
    path("<int:pk>/close/", attending.close, name="close"),
    path("<int:pk>/sheet/", paper.sheet, name="sheet"),
    path("<int:pk>/xlsx/", paper.export, name="export"),
]
signups = [
    path("signups/<int:pk>/tick/", attending.tick, name="tick"),
    path("signups/<int:pk>/untick/", attending.untick, name="untick"),
    path("signups/<int:pk>/phone/", signing.phone, name="phone"),
    path("signups/<int:pk>/<slug:move>/", signing.act, name="act"),
    path("in/<str:token>/", attending.scanned, name="scanned"),
    path("attendances/", attending.sent_later, name="sent_later"),
]

urlpatterns = [
    path("", occasions.occasions, name="occasions"),
    path("month/", occasions.month, name="month"),
    path("add/", occasions.add, name="add"),
    *one,
    *signups,
]
