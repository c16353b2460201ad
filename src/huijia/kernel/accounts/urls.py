from django.urls import path

from huijia.kernel.accounts.views import door, people

app_name = "accounts"
urlpatterns = [
    path("", door.home, name="home"),
    path("login/", door.login, name="login"),
    path("logout/", door.logout, name="logout"),
    path("password/", door.password, name="password"),
    path("choose/", door.choose, name="choose"),
    path("language/", door.language, name="language"),
    path("large/", door.large, name="large"),
    path("roles/", people.roles, name="roles"),
    path("users/", people.users, name="users"),
    path("users/add/", people.user_add, name="user_add"),
    path("users/<int:pk>/", people.user, name="user"),
    path("users/<int:pk>/grant/", people.grant, name="grant"),
    path("users/<int:pk>/deactivate/", people.switch, {"on": False}, name="deactivate"),
    path("users/<int:pk>/reactivate/", people.switch, {"on": True}, name="reactivate"),
    path("users/<int:pk>/reset/", people.reset, name="reset"),
    path("memberships/<int:pk>/end/", people.end, name="end"),
]
