"""The staff's pages, by noun."""

from django.urls import URLPattern

app_name = "desk"

# the morning view, lists, one matter and its moves
matters: list[URLPattern] = []

# intake, call-backs, meeting sheet, households, audit, imports, plates, absences
office: list[URLPattern] = []

urlpatterns = [*matters, *office]
