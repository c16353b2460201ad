"""What every form of a move shares: the version of the page, the fields' dress, and how a refusal finds its field."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import queries
from huijia.core.matters.enums import Channel, Nature
from huijia.core.matters.models import Category, Matter
from huijia.core.people.models import Post
from huijia.core.people.queries import posts_of_kinds
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files import actions as files
from huijia.kernel.files.models import File

MOST_PHOTOS = 9
FEW = 9


class MoveForm(forms.Form):
    """One move on one matter. Field names are those that the verb's refusals name.

    `written_in` is the field whose text the ledger keeps as the note; `sentence` says what will happen;
    `phrases` whether stock phrases are offered beside it.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    written_in: ClassVar[str] = ""
    sentence: ClassVar[str | Promise] = ""
    button: ClassVar[str | Promise] = ""
    phrases: ClassVar[bool] = False

    def __init__(self, *args: Any, matter: Matter, access: Access, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": matter.version, **self.begin(matter), **(kwargs.get("initial") or {})}
        kwargs.setdefault("auto_id", "f_%s")
        super().__init__(*args, **kwargs)
        self.matter = matter
        self.access = access
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            field.error_messages["required"] = _("请选一项") if chosen else _("请填写内容")
        self.fill()

    def begin(self, matter: Matter) -> dict[str, Any]:
        """What stands in the fields at first."""
        return {}

    def fill(self) -> None:
        """Gives choices to the fields that need them."""

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        """Calls the verb with what was typed. Raises Refusal."""
        raise NotImplementedError

    @property
    def asks(self) -> bool:
        """False where there is nothing to fill in: the button alone makes the move."""
        return any(not field.is_hidden for field in self)

    def typed(self) -> list[tuple[str, str]]:
        """`(label, text)` of what somebody wrote, to be shown again when the move is no longer possible."""
        boxes = [field for field in self if isinstance(field.field.widget, forms.Textarea | forms.TextInput)]
        return [(str(box.label), str(box.value())) for box in boxes if self.is_bound and box.value()]

    def ledger_note(self) -> str:
        """What the ledger keeps of this form's words."""
        return str(self.cleaned_data.get(self.written_in, "")).strip()

    def refuse(self, refusal: Refusal) -> None:
        """The verb's refusal beside its field, or above the form."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal))

    def kept_photos(self, by: Access) -> list[File]:
        """Keeps the photos of this form. Raises Refusal beside the field for one that is none."""
        kept = []
        for upload in self.cleaned_data.get("photos") or []:
            try:
                kept.append(files.keep_photo(upload, community=by.community, by=by))
            except Refusal as refusal:
                raise Refusal(refusal.message, field="photos", code=refusal.code) from None
        return kept


def written(
    label: Any, *, required: bool = True, rows: int = 4, help_text: Any = ""
) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=box, help_text=help_text)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos; gives a list. Whether they are photos is seen by the verb that keeps them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("照片"))
        kwargs.setdefault("required", False)
        accept = {"accept": "image/*", "data-photos": str(MOST_PHOTOS)}
        super().__init__(widget=ManyFiles(attrs=accept), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if len(uploads) > MOST_PHOTOS:
            raise forms.ValidationError(_("照片最多 %(most)s 张") % {"most": MOST_PHOTOS})
        return list(uploads)


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


class CategoryField(forms.ChoiceField):
    """The tree of categories, roots as headings; gives a `Category` or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("类别"))
        super().__init__(**kwargs)
        self.rows: dict[str, Category] = {}

    def clean(self, value: Any) -> Category | None:
        return self.rows.get(super().clean(value))

    def load(self, access: Access) -> None:
        choices: list[Any] = [("", _("请选择"))]
        for root in queries.categories_of(access.community):
            under = list(root.children.all())
            self.rows.update({str(row.pk): row for row in (root, *under)})
            lines = [(str(row.pk), row.name) for row in (root, *under)]
            choices.append((root.name, lines) if under else lines[0])
        self.choices = choices


def nature_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=_("诉求"), choices=Nature.choices, coerce=Nature, widget=forms.RadioSelect)


def channel_field(
    label: Any, initial: Channel = Channel.PHONE, choices: list[tuple[str, Any]] = Channel.choices
) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=Channel, widget=forms.RadioSelect, initial=initial
    )
