"""党员名册. What changes with time stands in dated rows (`Standing`); who left stays, with the day and the reason."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import Sex
from huijia.core.people.models import Dated, Person, dated_right
from huijia.kernel.communities.models import CommunityOwned
from huijia.lead.organisation.enums import MemberKind


class Branch(CommunityOwned):
    """党支部."""

    name = models.CharField(_("支部"), max_length=60)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="branch_name_once")]

    def __str__(self) -> str:
        return self.name


class PartyGroup(CommunityOwned):
    """党小组 of a branch."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="groups")
    name = models.CharField(_("党小组"), max_length=60)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["branch", "name"], name="party_group_name_once")]

    def __str__(self) -> str:
        return self.name


class PartyMember(CommunityOwned):
    """党员. `person` is the resident of the roster, where they are the same; a member on the job may live elsewhere."""

    client_uuid = models.UUIDField(null=True, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("姓名"), max_length=40)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex.choices, blank=True)
    ethnicity = models.CharField(_("民族"), max_length=20, blank=True)
    born_on = models.DateField(_("出生日期"), null=True, blank=True)
    education = models.CharField(_("学历"), max_length=20, blank=True)
    joined_on = models.DateField(_("入党日期"), null=True, blank=True)
    confirmed_on = models.DateField(_("转正日期"), null=True, blank=True)
    phone_sealed = models.CharField(max_length=160, blank=True)
    phone_hash = models.CharField(max_length=80, blank=True)
    phone_tail = models.CharField(_("电话后四位"), max_length=4, blank=True)
    partner_unit = models.CharField(_("双报到单位"), max_length=80, blank=True)
    left_on = models.DateField(_("离开日期"), null=True, blank=True)
    left_reason = models.CharField(_("离开原因"), max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["community", "client_uuid"], name="party_member_client_once")]
        indexes = [
            models.Index(fields=["community", "left_on", "id"], name="party_member_list"),
            models.Index(fields=["community", "name"], name="party_member_name"),
            models.Index(fields=["person"], name="party_member_person"),
        ]

    def __str__(self) -> str:
        return self.name


class Standing(CommunityOwned, Dated):
    """Where a member belongs and what they do there, on [starts_on, ends_on)."""

    member = models.ForeignKey(PartyMember, models.CASCADE, related_name="standings")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(PartyGroup, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("职务"), max_length=40, blank=True)
    kind = models.CharField(_("类别"), max_length=10, choices=MemberKind.choices, blank=True)
    is_member_household = models.BooleanField(_("中心户"), default=False)

    class Meta:
        ordering = ["member", "starts_on"]
        constraints = [
            dated_right("party_standing_dates"),
            # Together with the dates that follow each other: one at a time.
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(ends_on=None), name="party_standing_one_open"
            ),
        ]
        indexes = [models.Index(fields=["community", "branch", "ends_on"], name="party_standing_branch")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.starts_on}"

    @property
    def where(self) -> str:
        """`第一党支部/第二网格党小组`."""
        return "/".join(str(part) for part in (self.branch, self.group) if part is not None)
