from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.places.formkit import dwelling_of
from huijia.core.places.models import Landmark
from huijia.core.signup.actions import OccasionDraft
from huijia.core.signup.actions.occasions import MOST_WEEKS
from huijia.core.signup.enums import Audience, OccasionKind
from huijia.core.signup.models import Occasion
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, moment_field, written_field
from huijia.kernel.communities import options
from huijia.lib import clock

PLACES = 20


class OccasionForm(OfficeForm):
    """One occasion, or the same each week. Field names are those of `OccasionDraft`."""

    uuid = ClientUuid()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("名称"), max_length=60)
    kind = forms.TypedChoiceField(label=_("种类"), choices=OccasionKind.choices, coerce=OccasionKind)
    starts_at = moment_field(_("开始"))
    ends_at = moment_field(_("结束"))
    place_name = forms.CharField(
        label=_("地点"), max_length=120, widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"})
    )
    capacity = forms.IntegerField(
        label=_("名额"), required=False, min_value=1, max_value=100_000, help_text=_("按人算；不填就不限。"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    weeks = forms.IntegerField(
        label=_("每周重复几次"), required=False, min_value=1, max_value=MOST_WEEKS, initial=1,
        help_text=_("每周同一天同一时间，一次排好；1 就是只这一场。"),
    )
    about = written_field(_("说明"), required=False, rows=3, help_text=_("带什么、找谁、怎么去。居民看得到。"))
    audience = forms.TypedChoiceField(
        label=_("谁可以报名"), choices=Audience.choices, coerce=Audience, widget=forms.RadioSelect,
        initial=Audience.EVERYONE.value,
    )
    needs_phone = forms.BooleanField(label=_("报名必须留电话"), required=False)
    has_line = forms.BooleanField(label=_("满员后可以候补"), required=False, initial=True)
    opens_at = moment_field(_("报名开始"), required=False, help_text=_("不填就是现在。"))
    closes_at = moment_field(_("报名截止"), required=False, help_text=_("不填就是活动开始时。"))
    offer_minutes = forms.IntegerField(label=_("递补后多少分钟内确认"), required=False, min_value=5, max_value=10_080)
    party_most = forms.IntegerField(label=_("一次最多报几人"), required=False, min_value=1, max_value=50)

    def __init__(self, *args: Any, occasion: Occasion | None = None, **kwargs: Any) -> None:
        self.occasion = occasion
        if occasion is not None:
            kwargs["initial"] = _initial(occasion)
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        for name in ("offer_minutes", "party_most"):
            self.fields[name].widget.attrs["placeholder"] = options.get(self.access.community, name)
        if self.occasion is not None:
            del self.fields["weeks"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts_at"), data.get("ends_at")
        # "14:00 to 16:00" typed with yesterday's date left in the second box.
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("结束时间要在开始以后"))
        return data

    @property
    def places(self) -> list[str]:
        """What the place field offers: landmarks, and where something was held before."""
        landmarks = Landmark.objects.of(self.access.community).order_by("name").values_list("name", flat=True)
        recent = Occasion.objects.of(self.access.community).order_by("-pk").values_list("place_name", flat=True)
        return list(dict.fromkeys([*recent[:60], *landmarks[:60]]))[:PLACES]

    def draft(self) -> OccasionDraft:
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "weeks")}
        draft = OccasionDraft(**data)
        draft.dwelling = dwelling_of(self.access, draft.place_name)
        rows = Landmark.objects.of(self.access.community).filter(name=draft.place_name)
        draft.landmark = rows.first() if draft.dwelling is None else None
        if self.occasion is not None:
            draft.uuid = self.occasion.uuid
        return draft


def _initial(occasion: Occasion) -> dict[str, Any]:
    names = (
        "uuid", "version", "title", "kind", "place_name", "capacity", "about", "audience", "needs_phone", "has_line",
        "offer_minutes", "party_most",
    )
    moments = ("starts_at", "ends_at", "opens_at", "closes_at")
    return {name: getattr(occasion, name) for name in names} | {
        name: clock.local(getattr(occasion, name)) for name in moments
    }


def begin() -> dict[str, Any]:
    """What an empty form begins with: tomorrow afternoon."""
    starts = clock.local(clock.now()).replace(hour=14, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}


class CancelForm(OfficeForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("为什么取消"), max_length=120, help_text=_("会原样发给报了名的人。"))


class ExportForm(OfficeForm):
    reason = forms.CharField(
        label=_("导出做什么用"), max_length=120, help_text=_("会和行数一起记入操作日志，并印在每页页眉。"),
    )
    full = forms.BooleanField(
        label=_("不打星号，导出原文"), required=False,
        help_text=_("原文含姓名、同行的人、电话和备注，只给确有需要的人，用完即删。"),
    )

    def fill(self) -> None:
        if not self.access.may("contacts.reveal"):
            del self.fields["full"]
