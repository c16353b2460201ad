from django.urls import path

from huijia.serve.health.views import corner, follow_ups, persons

app_name = "health"

urlpatterns = [
    path("", corner.corner, name="corner"),
    path("find/", corner.find, name="find"),
    path("nameless/", corner.nameless, name="nameless"),
    path("people/<int:pk>/", persons.person, name="person"),
    path("people/<int:pk>/agree/", persons.agree, name="agree"),
    path("people/<int:pk>/sheet/", persons.sheet, name="sheet"),
    path("readings/<int:pk>/void/", persons.void, name="void"),
    path("follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path("follow-ups/<int:pk>/", follow_ups.follow_up, name="follow_up"),
]
