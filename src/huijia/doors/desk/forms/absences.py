"""请假: from when until when, why, and who acts meanwhile."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.people import actions
from huijia.core.people.formkit import PersonField, staff_posts
from huijia.core.people.models import Absence
from huijia.kernel.accounts.formkit import OfficeForm, moment_field


class AbsenceForm(OfficeForm):
    person = PersonField(label=_("谁请假"))
    deputy = PersonField(label=_("谁代理"), help_text=_("期间由代理人代办，两个人的名字都会写明。"))
    starts_at = moment_field(_("从"))
    ends_at = moment_field(_("到"))
    reason = forms.CharField(label=_("原因"), max_length=120)

    def fill(self) -> None:
        posts = staff_posts(self.access)
        own = [post for post in posts if post.person_id in self.access.person_ids]
        person, deputy = self.fields["person"], self.fields["deputy"]
        assert isinstance(person, PersonField) and isinstance(deputy, PersonField)
        person.offer(posts if self.access.may("matters.assign") else own)
        deputy.offer(posts)
        if own:
            person.initial = str(own[0].person_id)

    def act(self) -> Absence:
        data = self.cleaned_data
        return actions.set_absence(
            data["person"], deputy=data["deputy"], starts_at=data["starts_at"], ends_at=data["ends_at"],
            reason=data["reason"], by=self.access,
        )
