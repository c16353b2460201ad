"""Fields that name somebody in a post."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import PostKind
from huijia.core.people.models import Person, Post
from huijia.core.people.queries import posts_of_kinds
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options

FEW = 9


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


class PostField(forms.ChoiceField):
    """A person in a post; few as large buttons, many as a list. Gives a `Post`, None for an empty one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.posts: dict[str, Post] = {}

    def clean(self, value: Any) -> Post | None:
        return self.posts.get(super().clean(value))

    def offer(self, posts: Sequence[Post]) -> None:
        self.posts = {str(post.pk): post for post in posts}
        lines: list[tuple[str, Any]] = [(key, post_line(post)) for key, post in self.posts.items()]
        if len(lines) <= FEW:
            self.widget = forms.RadioSelect()
        else:
            lines.insert(0, ("", _("请选择")))
        self.widget.is_required = self.required
        self.choices = lines


def post_line(post: Post) -> str:
    """`周某某 · 两委成员(治保) · 第一网格`."""
    where = post.grid.name if post.grid else post.group.name if post.group else ""
    office = f"{post.get_kind_display()}({post.title})" if post.title else post.get_kind_display()
    return " · ".join(part for part in (post.person.name, office, where) if part)


def posts_for(access: Access, *keys: str) -> list[Post]:
    """Posts held today whose kind stands in one of the community's options `keys`."""
    kinds = [kind for key in keys for kind in options.get(access.community, key)]
    return list(posts_of_kinds(access.community, list(dict.fromkeys(kinds))))


def staff_posts(access: Access) -> list[Post]:
    """Everybody who holds a post today, each person once."""
    found: dict[int, Post] = {}
    for post in posts_of_kinds(access.community, [kind.value for kind in PostKind]):
        found.setdefault(post.person_id, post)
    return list(found.values())
