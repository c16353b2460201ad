"""Opening a community: the very first page, the guide, practice, paper, leaving."""

from django.urls import URLPattern, path

from huijia.core.opening.views import founding

app_name = "opening"

urlpatterns: list[URLPattern] = [
    path("setup/", founding.begin, name="begin"),
    path("desk/communities/", founding.communities, name="communities"),
    path("desk/communities/add/", founding.community_add, name="community_add"),
]
