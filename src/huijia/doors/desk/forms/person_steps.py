"""What may be done to one person: joining a household, leaving it, a death."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huijia.core.people import actions
from huijia.core.people.actions.members import membership_of, open_members
from huijia.core.people.models import Household, Person
from huijia.doors.desk.forms.house_steps import Says
from huijia.doors.desk.forms.places import household_at
from huijia.kernel.accounts.formkit import OfficeForm, day_field
from huijia.lib import clock


class PersonStep(OfficeForm):
    """As `StepForm`, of a person. `heirs`: of whom one heads the household when this one, its head, goes."""

    title: ClassVar[Says]
    says: ClassVar[Says]
    button: ClassVar[Says]
    on = day_field(gettext_lazy("从哪天起"))
    new_head = forms.ChoiceField(
        label=gettext_lazy("留下的一户由谁任户主"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.subject = person
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        self.fields["on"].initial = clock.today
        self.member = membership_of(self.subject, self.access)
        others = open_members(self.member.household) if self.member and self.member.is_head else []
        self.heirs = [row.person for row in others if row.person_id != self.subject.pk]
        field = self.fields["new_head"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(person.pk), person.name) for person in self.heirs]
        if not self.heirs:
            del self.fields["new_head"]
        self.order_fields([name for name in self.fields if name not in ("on", "new_head")])

    def heir(self) -> Person | None:
        chosen = str(self.cleaned_data.get("new_head") or "")
        return next((person for person in self.heirs if str(person.pk) == chosen), None)

    def consequences(self) -> list[str]:
        """What the page says before, line by line."""
        if self.member is None or not self.member.is_head or self.heirs:
            return []
        return [_("这是户号 %(number)s 的最后一人：这一户同时结束，住处和联系人也到此为止。") % {
            "number": self.member.household.number
        }]

    def act(self) -> str:
        raise NotImplementedError


class JoinForm(PersonStep):
    title, button = gettext_lazy("转到一户"), gettext_lazy("登记")
    says = gettext_lazy("结婚、投靠、搬来同住：从那天起属于另一户。")
    household = forms.CharField(
        label=gettext_lazy("转到哪一户"), max_length=160, help_text=gettext_lazy("户号，或完整的地址。"),
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    relation = forms.CharField(
        label=gettext_lazy("与那一户户主的关系"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"list": "relations"}),
    )
    leave = forms.BooleanField(label=gettext_lazy("同一天离开现在的户"), required=False)

    def fill(self) -> None:
        super().fill()
        if self.member is None:
            del self.fields["leave"]

    def act(self) -> str:
        data = self.cleaned_data
        household: Household = household_at(self.access, data["household"])
        actions.join_household(
            household, person=self.subject, relation=data["relation"], on=data["on"], leave=data.get("leave", False),
            new_head=self.heir(), by=self.access,
        )
        return _("%(name)s已加入户号 %(number)s。") % {"name": self.subject.name, "number": household.number}


class LeaveForm(PersonStep):
    title, button = gettext_lazy("离开这一户"), gettext_lazy("登记离开")
    says = gettext_lazy("从那天起不属于这一户，人还在名册上。去世请用“登记去世”，另立一户请用“分户”。")

    def act(self) -> str:
        actions.leave_household(
            self.subject, on=self.cleaned_data["on"], new_head=self.heir(), by=self.access
        )
        return _("%(name)s已不属于这一户。") % {"name": self.subject.name}


class DeathForm(PersonStep):
    title, button = gettext_lazy("登记去世"), gettext_lazy("登记去世")
    says = gettext_lazy("登记后，此人的户内关系、职务和联系户都到那一天为止。登记错了可以撤销。")

    def fill(self) -> None:
        super().fill()
        self.fields["on"].label = _("去世日期")
        self.fields["on"].initial = None
        if "new_head" in self.fields:
            self.fields["new_head"].required = True

    def consequences(self) -> list[str]:
        said = actions.consequences_of_death(self.subject, self.access)
        lines = super().consequences()
        if said.heirs:
            lines.append(_("此人是户主，要从其余成员里定一位新户主。"))
        lines += [_("卸任：%(post)s") % {"post": post.get_kind_display()} for post in said.posts]
        if said.cared:
            lines.append(
                ngettext("%(count)s 户联系户从那天起没有人联系。", "%(count)s 户联系户从那天起没有人联系。", said.cared)
                % {"count": said.cared}
            )
        if said.posts:
            lines.append(_("手上没办完的事要另请人接手，请到“事项”里转派。"))
        if said.has_login:
            lines.append(_("登录账号不会自动停用，请管账号的人停用。"))
        return lines

    def act(self) -> str:
        actions.record_death(self.subject, on=self.cleaned_data["on"], new_head=self.heir(), by=self.access)
        return _("已登记%(name)s去世。登记错了，可以在下面撤销。") % {"name": self.subject.name}


STEPS: dict[str, type[PersonStep]] = {"join": JoinForm, "leave": LeaveForm, "death": DeathForm}
