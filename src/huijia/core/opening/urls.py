"""Opening a community: the very first page, the guide, practice, paper, leaving."""

from django.urls import URLPattern, path, re_path

from huijia.core.opening.views import founding, leave, modules, papers, places, posts, practice, setup, trials

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

practised: list[URLPattern] = [
    path("desk/practice/", practice.practice, name="practice"),
    path("desk/practice/make/", practice.practice_make, name="practice_make"),
    path("desk/practice/reset/", practice.practice_reset, name="practice_reset"),
    path("desk/practice/enter/", practice.practice_enter, name="practice_enter"),
    path("desk/practice/leave/", practice.practice_leave, name="practice_leave"),
]

tried: list[URLPattern] = [
    path("desk/first-task/", trials.first_task, name="first_task"),
    path("desk/first-task/dismiss/", trials.task_dismiss, name="task_dismiss"),
]

printed: list[URLPattern] = [
    path("desk/papers/", papers.papers, name="papers"),
    path("desk/papers/card/<slug:role>/", papers.card, name="card"),
    path("desk/papers/form/<slug:code>/", papers.form, name="paper"),
]

left: list[URLPattern] = [
    path("desk/leave/", leave.leave, name="leave"),
    path("desk/leave/<int:job_id>/", leave.leave_fetch, name="leave_fetch"),
]

urlpatterns = [*founded, *guided, *practised, *tried, *printed, *left]
