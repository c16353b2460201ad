from django.urls import path

from huijia.core.directives.views import answers, office, raised, street

app_name = "directives"

urlpatterns = [
    path("", office.copies, name="copies"),
    path("<int:copy_id>/", office.copy, name="copy"),
    path("<int:copy_id>/receive/", office.receive, name="receive"),
    path("<int:copy_id>/give-back/", office.give_back, name="give_back"),
    path("<int:copy_id>/give/", office.give, name="give"),
    path("<int:copy_id>/answer/", office.answer, name="answer"),
    path("street/", street.home, name="street"),
    path("street/escalated/", raised.escalated, name="escalated"),
    path("street/escalated/<str:ticket>/", raised.matter, name="raised"),
    path("street/handed/", street.handed, name="handed"),
    path("street/handed/new/", street.hand, name="hand"),
    path("street/handed/<int:directive_id>/", street.directive, name="directive"),
    path("street/handed/<int:directive_id>/remind/", street.remind, name="remind"),
    path("street/handed/<int:directive_id>/end/", street.end, name="end"),
    path("street/handed/<int:directive_id>/answers.xlsx", answers.table, name="answers"),
    path("street/handed/<int:directive_id>/answers.zip", answers.papers, name="papers"),
    path("street/copy/<int:copy_id>/decide/", street.decide, name="decide"),
]
