"""What every form of a move shares: the version of the page, the fields' dress, and how a refusal finds its field."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import queries
from huijia.core.matters.enums import Channel, Nature
from huijia.core.matters.models import Category, Matter
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.formkit import kept_photos
from huijia.kernel.files.models import File


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
        return kept_photos(self.cleaned_data.get("photos") or [], by=by)


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
