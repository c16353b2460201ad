"""What the room's forms share: the reader's access, a client UUID, and how a refusal finds its field."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal

CHOOSE = _("请选择")
MOMENT = "%Y-%m-%dT%H:%M"


class RoomForm(forms.Form):
    """A form of one community. Field names are those that the verb's refusals name."""

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "f_%s")
        super().__init__(*args, **kwargs)
        self.access = access
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            field.error_messages["required"] = _("请选一项") if chosen else _("请填写内容")
        self.fill()

    def fill(self) -> None:
        """Gives choices to the fields that need them."""

    def refuse(self, refusal: Refusal) -> None:
        """The verb's refusal beside its field, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class ClientUuid(forms.UUIDField):
    """Made with the page, so that the same form sent twice is one thing."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(initial=uuid.uuid4)


class PostField(forms.ChoiceField):
    """A person in a post; gives a `Post`, None for an empty one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.posts: dict[str, Post] = {}

    def clean(self, value: Any) -> Post | None:
        return self.posts.get(super().clean(value))

    def offer(self, posts: Sequence[Post], empty: Any = CHOOSE) -> None:
        self.posts = {str(post.pk): post for post in posts}
        self.choices = [("", empty), *((key, post_line(post)) for key, post in self.posts.items())]


class PostsField(forms.MultipleChoiceField):
    """Several persons in their posts, in the order in which they stand; gives a list of `Post`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)
        self.posts: dict[str, Post] = {}

    def clean(self, value: Any) -> list[Post]:
        return [self.posts[key] for key in super().clean(value)]

    def offer(self, posts: Sequence[Post]) -> None:
        self.posts = {str(post.pk): post for post in posts}
        self.choices = [(key, post_line(post)) for key, post in self.posts.items()]


def post_line(post: Post) -> str:
    """`周某某 · 两委成员(治保)`."""
    office = f"{post.get_kind_display()}({post.title})" if post.title else post.get_kind_display()
    return f"{post.person.name} · {office}"


def moment_field(label: Any, *, required: bool = True, **kwargs: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, required=required, input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT), **kwargs,
    )


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def time_field(label: Any, **kwargs: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **kwargs
    )


def phone_field(label: Any, **kwargs: Any) -> forms.CharField:
    box = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=40, widget=box, **kwargs)
