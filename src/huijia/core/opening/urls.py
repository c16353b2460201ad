"""Opening a community: the very first page, the guide, practice, paper, leaving."""

from django.urls import URLPattern, path, re_path

from huijia.core.opening.views import founding, modules, places, posts, setup

app_name = "opening"

founded: list[URLPattern] = [
    path("setup/", founding.begin, name="begin"),
    path("desk/communities/", founding.communities, name="communities"),
    path("desk/communities/add/", founding.community_add, name="community_add"),
]

guided: list[URLPattern] = [
    path("desk/setup/", setup.setup, name="setup"),
    path("desk/setup/later/", setup.later, name="later"),
    path("desk/setup/name/", setup.details, name="details"),
    path("desk/setup/hotline/", setup.hotline, name="hotline"),
    path("desk/setup/check/", setup.check, name="check"),
    path("desk/setup/places/", places.places, name="places"),
    path("desk/setup/places/grids/", places.grids_add, name="grids_add"),
    path("desk/setup/places/groups/", places.groups_add, name="groups_add"),
    re_path(r"^desk/setup/places/(?P<what>grid|group)/(?P<pk>\d{1,18})/$", places.place, name="place"),
    re_path(
        r"^desk/setup/places/(?P<what>grid|group)/(?P<pk>\d{1,18})/remove/$", places.place_remove, name="place_remove"
    ),
    path("desk/setup/posts/", posts.posts, name="posts"),
    path("desk/setup/modules/", modules.modules, name="modules"),
    path("desk/setup/modules/switch/", modules.module_switch, name="module_switch"),
]

urlpatterns = [*founded, *guided]
