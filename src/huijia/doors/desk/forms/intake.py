"""Intake: the desk's form and the one that is filled in on foot. Both make a `Draft`; the rules are the verbs'."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.actions import Draft
from huijia.core.matters.emergencies import words_in
from huijia.core.matters.enums import Nature, Source
from huijia.core.matters.models import Category
from huijia.core.people.enums import PostKind
from huijia.core.people.formkit import post_line, staff_posts
from huijia.core.people.models import Person, Post
from huijia.core.people.queries import person_phone
from huijia.core.places.formkit import GridField, PlaceField, dwelling_of
from huijia.core.places.queries import grid_at
from huijia.doors.desk.forms.office import source_choices
from huijia.doors.desk.forms.step import CategoryField, nature_field
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, moment_field
from huijia.kernel.communities import options
from huijia.kernel.files.formkit import PhotosField

DESK_SOURCES = (Source.HOTLINE, Source.COUNTER, Source.CITY_12345, Source.SUPERIOR, Source.ONLINE, Source.PARTNER)
FOOT_SOURCES = (Source.VISIT, Source.PATROL)
FOOT_SOURCES_OF_OTHERS = (Source.COUNTER, Source.PATROL)


class AboutField(forms.ChoiceField):
    """The member of staff whom a complaint names; gives a `Person` or None."""

    def __init__(self) -> None:
        super().__init__(
            label=_("反映的是哪位工作人员"), required=False,
            help_text=_("选了之后，本人看不到这件事，也不能派给本人。"),
        )
        self.posts: dict[str, Post] = {}

    def clean(self, value: Any) -> Person | None:
        post = self.posts.get(super().clean(value))
        return post.person if post is not None else None

    def load(self, posts: list[Post]) -> None:
        self.posts = {str(post.person_id): post for post in posts}
        self.choices = [("", _("不涉及工作人员")), *((key, post_line(post)) for key, post in self.posts.items())]


class DeskIntake(OfficeForm):
    """The operator's form: everything on one page, in the order in which a caller says it."""

    uuid = ClientUuid()
    call = forms.IntegerField(required=False, widget=forms.HiddenInput)
    source = forms.TypedChoiceField(
        label=_("来源"), choices=source_choices(*DESK_SOURCES), coerce=Source, initial=Source.HOTLINE.value
    )
    external_number = forms.CharField(label=_("外部编号"), required=False, max_length=60)
    external_due = moment_field(_("对方要求的时限"), required=False)
    phone = forms.CharField(
        label=_("电话"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    reporter_name = forms.CharField(
        label=_("称呼"), required=False, max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    place_name = PlaceField()
    grid = GridField()
    text = forms.CharField(label=_("说了什么"), widget=forms.Textarea(attrs={"rows": 5}))
    nature = nature_field()
    category = CategoryField(required=False)
    title = forms.CharField(label=_("标题"), required=False, help_text=_("不填就取内容的第一句。"))
    is_urgent = forms.BooleanField(label=_("加急"), required=False)
    is_petition = forms.BooleanField(label=_("信访件"), required=False)
    about = AboutField()
    result = forms.CharField(
        label=_("当场答复"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("当场答清的事写在这里，按“当场答复办结”；建议和感谢写一句致谢。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nature"].initial = Nature.HELP.value

    def fill(self) -> None:
        load(self, "category")
        load(self, "grid")
        field = self.fields["about"]
        assert isinstance(field, AboutField)
        field.load(staff_posts(self.access))

    @property
    def emergencies(self) -> str:
        """Ids of the categories for which the banner is shown, with commas."""
        field = self.fields["category"]
        assert isinstance(field, CategoryField)
        return ",".join(key for key, row in field.rows.items() if row.is_emergency)

    @property
    def emergency_words(self) -> str:
        """The community's words of danger as a JSON list, for the page to look for while somebody types."""
        return json.dumps(options.get(self.access.community, "emergency_words"), ensure_ascii=False)

    @property
    def is_emergency(self) -> bool:
        if words_in(str(self["text"].value() or ""), self.access.community):
            return True
        return str(self["category"].value() or "-") in self.emergencies.split(",")

    def draft(self) -> Draft:
        data = self.cleaned_data
        names = (
            "uuid", "source", "external_number", "external_due", "phone", "reporter_name", "place_name", "grid", "text",
            "nature", "category", "title", "is_urgent", "is_petition", "about",
        )
        draft = Draft(**{name: data[name] for name in names})
        return at_home(draft, dwelling_of(self.access, draft.place_name))


class FootIntake(OfficeForm):
    """The form on foot: what, where, a photo; whose word it is only where somebody else asked.

    `neighbour` is the head of a household that this login looks after, for whom it speaks; the page never gets their
    number. A name or number typed instead goes before.
    """

    uuid = ClientUuid()
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("发现了什么"), widget=forms.Textarea(attrs={"rows": 4}))
    category = forms.TypedChoiceField(
        label=_("哪一类"), required=False, widget=forms.RadioSelect, empty_value=None, coerce=lambda key: key
    )
    place_name = PlaceField(label=_("在哪里"))
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    photos = PhotosField()
    is_urgent = forms.BooleanField(label=_("急，请尽快处理"), required=False)
    source = forms.TypedChoiceField(
        label=_("怎么发现的"), choices=source_choices(*FOOT_SOURCES), coerce=Source, widget=forms.RadioSelect,
    )
    reporter_name = forms.CharField(label=_("替谁反映"), required=False, max_length=40)
    phone = forms.CharField(
        label=_("他的电话"), required=False, max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text=_("留了电话，办完会告诉他。"),
    )

    def __init__(self, *args: Any, neighbour: Person | None = None, **kwargs: Any) -> None:
        self.neighbour = neighbour
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        self._offer_sources()
        rows = Category.objects.of(self.access.community).filter(parent=None, is_active=True).order_by("code")
        self.roots = {str(row.pk): row for row in rows}
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, row.name) for key, row in self.roots.items()]

    def draft(self) -> Draft:
        data = self.cleaned_data
        names = ("uuid", "text", "place_name", "lon", "lat", "is_urgent", "source", "reporter_name", "phone")
        draft = Draft(**{name: data[name] for name in names})
        if self.neighbour is not None and not draft.reporter_name:
            draft.reporter_name = self.neighbour.name
            draft.phone = draft.phone or person_phone(self.neighbour)
        draft.category = self.roots.get(data["category"] or "")
        if draft.lon is None or draft.lat is None:
            draft.lon = draft.lat = None
        else:
            draft.grid = grid_at(self.access.community, (draft.lon, draft.lat))
        draft = at_home(draft, dwelling_of(self.access, draft.place_name))
        only = list(self.access.grids or ())
        if draft.grid is None and len(only) == 1:
            field = GridField()
            field.load(self.access)
            draft.grid = field.rows.get(str(only[0]))
        return draft


    def _offer_sources(self) -> None:
        """网格走访 is what grid workers do; others who speak for somebody bring it themselves."""
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        walks = is_grid_worker(self.access)
        field.choices = source_choices(*(FOOT_SOURCES if walks else FOOT_SOURCES_OF_OTHERS))
        field.initial = (Source.VISIT if walks else Source.COUNTER if self.neighbour else Source.PATROL).value


def is_grid_worker(access: Access) -> bool:
    posts = Post.objects.of(access.community).filter(pk__in=access.post_ids, kind=PostKind.GRID_WORKER)
    return bool(access.post_ids) and posts.exists()


def load(form: OfficeForm, name: str) -> None:
    field = form.fields[name]
    assert isinstance(field, CategoryField | GridField)
    field.load(form.access)


def at_home(draft: Draft, dwelling: Any) -> Draft:
    """The draft at a known home: its grid, group and point, where nothing closer was given."""
    if dwelling is not None:
        draft.dwelling, draft.group = dwelling, dwelling.group
        draft.grid = dwelling.grid
        if draft.lon is None:
            draft.lon, draft.lat = dwelling.lon, dwelling.lat
    return draft
