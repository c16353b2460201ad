"""The pages of grids, their outlines and the doors in them."""

from django.urls import URLPattern, path

from huijia.doors.desk.views import grid_files, grid_homes, grid_outline, grids

patterns: list[URLPattern] = [
    path("grids/", grids.grids, name="grids"),
    path("grids/data.json", grids.grids_data, name="grids_data"),
    path("grids/new/", grids.grid_new, name="grid_new"),
    path("grids/export/", grid_files.grids_export, name="grids_export"),
    path("grids/import/", grid_files.grids_import, name="grids_import"),
    path("grids/homes/", grid_homes.grid_homes, name="grid_homes"),
    path("grids/doors/", grid_homes.grid_doors, name="grid_doors"),
    path("grids/doors/data.json", grid_homes.grid_doors_data, name="grid_doors_data"),
    path("grids/doors/place/", grid_homes.grid_doors_place, name="grid_doors_place"),
    path("grids/<int:grid_id>/", grids.grid, name="grid"),
    path("grids/<int:grid_id>/erase/", grids.grid_erase, name="grid_erase"),
    path("grids/<int:grid_id>/outline/", grid_outline.grid_outline, name="grid_outline"),
    path("grids/<int:grid_id>/outline/data.json", grid_outline.grid_outline_data, name="grid_outline_data"),
    path("grids/<int:grid_id>/outline/check/", grid_outline.grid_outline_check, name="grid_outline_check"),
    path("grids/<int:grid_id>/split/", grid_outline.grid_split, name="grid_split"),
]
