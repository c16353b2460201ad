from django.urls import path

from huijia.kernel.accounts.views import door, factor, me, people

app_name = "accounts"
urlpatterns = [
    path("", door.home, name="home"),
    path("login/", door.login, name="login"),
    path("logout/", door.logout, name="logout"),
    path("second/", door.second, name="second"),
    path("unlock/", door.unlock, name="unlock"),
    path("confirm/", door.confirm, name="confirm"),
    path("me/", me.me, name="me"),
    path("me/trust/", me.trust, name="trust"),
    path("me/devices/<int:pk>/shut/", me.device_shut, name="device_shut"),
    path("me/sessions/<int:pk>/end/", me.session_end, name="session_end"),
    path("me/sessions/end/", me.sessions_end, name="sessions_end"),
    path("me/factor/", factor.factor, name="factor"),
    path("me/factor/begin/", factor.begin, name="factor_begin"),
    path("me/factor/confirm/", factor.confirm, name="factor_confirm"),
    path("me/factor/codes/", factor.codes, name="factor_codes"),
    path("me/factor/drop/", factor.drop, name="factor_drop"),
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
    path("users/<int:pk>/cut-off/", people.cut_off, name="cut_off"),
    path("users/<int:pk>/factor/", people.factor_reset, name="factor_reset"),
    path("memberships/<int:pk>/end/", people.end, name="end"),
]
