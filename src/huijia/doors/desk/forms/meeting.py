"""Assigning in the meeting: one press accepts and assigns."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import actions
from huijia.core.matters.actions.moves import stale
from huijia.core.matters.enums import State
from huijia.core.matters.models import Matter
from huijia.core.people.formkit import post_line
from huijia.core.people.models import Post
from huijia.kernel.accounts.formkit import OfficeForm


class QuickAssign(OfficeForm):
    """`posts` are those who may be named, read once for the whole sheet."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.ChoiceField(label=_("派给"))
    reason = forms.CharField(label=_("交代"), required=False, max_length=500)

    def __init__(self, *args: Any, matter: Matter, posts: list[Post], **kwargs: Any) -> None:
        self.matter, self.posts = matter, {str(post.pk): post for post in posts}
        kwargs["auto_id"] = f"m{matter.pk}_%s"
        owner = str(matter.category.owner_id) if matter.category else ""
        kwargs["initial"] = {"version": matter.version, "to": owner if owner in self.posts else ""}
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("请选择")), *((key, post_line(post)) for key, post in self.posts.items())]

    @property
    def is_repeated(self) -> bool:
        """The same press again: it waits with this very person already."""
        return self.matter.state == State.ASSIGNED and str(self.matter.responsible_id) == self.cleaned_data["to"]

    def act(self) -> None:
        """受理 where it still waits for it, and 派单, in one transaction."""
        data = self.cleaned_data
        if data["version"] != self.matter.version:
            raise stale()
        with transaction.atomic():
            if self.matter.state == State.COLLECTED:
                actions.accept(self.matter, by=self.access)
            actions.assign(self.matter, to=self.posts[data["to"]], reason=data["reason"], by=self.access)
