"""Fields of this room beside the house's form kit."""

from collections.abc import Sequence
from typing import Any

from django import forms

from huijia.core.people.formkit import post_line
from huijia.core.people.models import Post


class OnePostField(forms.ChoiceField):
    """A person in a post as a list to choose from, `empty` for nobody; gives a `Post` or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.posts: dict[str, Post] = {}

    def clean(self, value: Any) -> Post | None:
        return self.posts.get(super().clean(value))

    def offer(self, posts: Sequence[Post], empty: Any) -> None:
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


def phone_field(label: Any, **kwargs: Any) -> forms.CharField:
    box = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=40, widget=box, **kwargs)
