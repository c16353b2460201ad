from django.urls import path

from huijia.lead.organisation.views import exports, members

app_name = "organisation"

urlpatterns = [
    path("", members.members, name="members"),
    path("add/", members.member_add, name="member_add"),
    path("export/", exports.members_export, name="members_export"),
    path("<int:member_id>/", members.member, name="member"),
    path("<int:member_id>/correct/", members.member_correct, name="member_correct"),
    path("<int:member_id>/move/", members.member_move, name="member_move"),
    path("<int:member_id>/leave/", members.member_leave, name="member_leave"),
    path("<int:member_id>/back/", members.member_back, name="member_back"),
    path("<int:member_id>/phone/", members.member_phone, name="member_phone"),
]
