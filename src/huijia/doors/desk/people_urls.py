"""Residents and households, their steps, doubles."""

from django.urls import URLPattern, path

from huijia.doors.desk.views import doubles, house, person, roster

patterns: list[URLPattern] = [
    path("people/", roster.people, name="people"),
    path("people/new/", roster.person_new, name="person_new"),
    path("people/doubles/", doubles.doubles, name="doubles"),
    path("people/doubles/<int:left_id>-<int:right_id>/", doubles.double, name="double"),
    path("people/doubles/<int:left_id>-<int:right_id>/different/", doubles.different, name="different"),
    path("people/changes/<int:change_id>/undo/", person.change_undo, name="change_undo"),
    path("people/<int:person_id>/", person.person, name="person"),
    path("people/<int:person_id>/edit/", person.person_edit, name="person_edit"),
    path("people/<int:person_id>/reveal/", person.person_reveal, name="person_reveal"),
    path("people/<int:person_id>/<slug:step>/", person.person_step, name="person_step"),
    path("homes/<int:household_id>/", house.house, name="house"),
    path("homes/<int:household_id>/print/", house.house_print, name="house_print"),
    path("homes/<int:household_id>/<slug:step>/", house.house_step, name="house_step"),
]
