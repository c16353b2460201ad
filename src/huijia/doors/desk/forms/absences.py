"""请假: from when until when, why, and who acts meanwhile."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.people import actions
from huijia.core.people.models import Absence, Person, Post
from huijia.doors.desk.forms.office import OfficeForm, moment_field, staff_posts
from huijia.doors.desk.forms.step import post_line


class PersonField(forms.ChoiceField):
    """A person of the staff; gives a `Person`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.posts: dict[str, Post] = {}

    def clean(self, value: Any) -> Person | None:
        post = self.posts.get(super().clean(value))
        return post.person if post is not None else None

    def offer(self, posts: list[Post]) -> None:
        self.posts = {str(post.person_id): post for post in posts}
        self.choices = [("", _("请选择")), *((key, post_line(post)) for key, post in self.posts.items())]


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
