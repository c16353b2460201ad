"""居民."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import DocumentKind, Politics, RegisterStatus, Sex
from huijia.kernel.communities.models import CommunityOwned


class Person(CommunityOwned):
    """居民 on the roster, in the columns that every office keeps.

    Phone and document number are sealed; `phone_hash` and `id_hash` find them again. A double that was merged stays,
    with `merged_into` naming the row that goes on, so that what pointed at it is still true; who died stays too.
    """

    name = models.CharField(_("姓名"), max_length=40)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex.choices, blank=True)
    born_on = models.DateField(_("出生日期"), null=True, blank=True)
    phone_sealed = models.CharField(max_length=160, blank=True)
    phone_hash = models.CharField(max_length=80, blank=True)
    phone_tail = models.CharField(_("电话后四位"), max_length=4, blank=True)
    id_kind = models.CharField(_("证件类型"), max_length=10, choices=DocumentKind.choices, blank=True)
    id_sealed = models.CharField(max_length=200, blank=True)
    id_hash = models.CharField(max_length=80, blank=True)
    ethnicity = models.CharField(_("民族"), max_length=20, blank=True)
    education = models.CharField(_("文化程度"), max_length=20, blank=True)
    politics = models.CharField(_("政治面貌"), max_length=12, choices=Politics.choices, blank=True)
    registered_address = models.CharField(_("户籍地址"), max_length=160, blank=True)
    register_status = models.CharField(_("人户状态"), max_length=12, choices=RegisterStatus.choices, blank=True)
    employment = models.CharField(_("就业"), max_length=60, blank=True)
    key_groups = models.JSONField(_("重点类别"), default=list, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    died_on = models.DateField(_("去世日期"), null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="doubles")
    client_uuid = models.UUIDField(null=True, blank=True)
    updated_on = models.DateField(_("更新日期"), null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="persons"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"], condition=models.Q(user__isnull=False), name="person_user_once"
            ),
            models.UniqueConstraint(fields=["community", "client_uuid"], name="person_client_once"),
        ]
        indexes = [
            models.Index(fields=["community", "phone_hash"]),
            models.Index(fields=["community", "id_hash"]),
            models.Index(fields=["community", "name"]),
            models.Index(fields=["community", "born_on"]),
        ]

    def __str__(self) -> str:
        return self.name
