"""The office's forms: a campaign, a checklist, the filter of hazards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import KeyGroup
from huijia.core.places.formkit import GridField
from huijia.core.places.models import Group
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field, written_field
from huijia.kernel.communities import options
from huijia.serve.inspections import actions, queries
from huijia.serve.inspections.agreed import EVERY_KEY
from huijia.serve.inspections.enums import Level, Subject
from huijia.serve.inspections.models import Campaign, Checklist

MARKS = {"【严重】": Level.SEVERE, "【较大】": Level.MAJOR, "【一般】": Level.MINOR}


class RowField(forms.ChoiceField):
    """One of some rows, by id; gives the row or None."""

    def __init__(self, *, none: Any = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.none = none
        self.rows: dict[str, Any] = {}

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))

    def offer(self, rows: list[Any]) -> None:
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [("", self.none), *((key, str(row)) for key, row in self.rows.items())]


class CampaignForm(OfficeForm):
    uuid = ClientUuid()
    name = forms.CharField(label=_("名称"), max_length=60)
    checklist = RowField(label=_("检查表"), none=_("请选择"))
    partner = forms.CharField(
        label=_("一起查的单位"), required=False, max_length=60,
        help_text=_("燃气安检的责任在燃气公司，社区是一起查、帮着通知和督促整改。"),
    )
    starts_on = day_field(_("从哪天"))
    ends_on = day_field(_("到哪天"))
    grid = GridField(label=_("只在哪个网格"))
    group = RowField(label=_("只在哪个村组"), required=False, none=_("不限"))
    key_group = forms.ChoiceField(
        label=_("哪些户"), required=False, choices=[("", _("每一户")), *KeyGroup.choices]
    )
    only_due = forms.BooleanField(label="", required=False)

    def fill(self) -> None:
        checklist, group, grid = self.fields["checklist"], self.fields["group"], self.fields["grid"]
        assert isinstance(checklist, RowField) and isinstance(group, RowField) and isinstance(grid, GridField)
        checklist.offer(list(queries.current(self.access)))
        group.offer(list(Group.objects.of(self.access.community)))
        months = int(options.get(self.access.community, EVERY_KEY))
        self.fields["only_due"].label = _("不查 %(months)s 个月里已经查过的") % {"months": months}
        grid.load(self.access)
        grid.choices = [("", _("整个社区")), *((key, row.name) for key, row in grid.rows.items())]

    def act(self) -> Campaign:
        data = self.cleaned_data
        return actions.plan_campaign(actions.Plan(**data), by=self.access)


class ChecklistForm(OfficeForm):
    """One item to a line; 【严重】 or 【较大】 before it says how grave a failing one is."""

    name = forms.CharField(label=_("名称"), max_length=40)
    subject = forms.TypedChoiceField(label=_("查什么"), choices=Subject.choices, coerce=Subject)
    items = written_field(
        _("检查项"), rows=16,
        help_text=_("一行一项，写合格时的样子。不合格算严重的，行首写【严重】；算较大的，写【较大】。")
    )

    def act(self, before: Checklist | None) -> Checklist:
        data = self.cleaned_data
        items = [read_item(line) for line in data["items"].splitlines() if line.strip()]
        return actions.save_checklist(
            before, subject=data["subject"], name=data["name"], items=items, by=self.access
        )


def read_item(line: str) -> actions.Item:
    text = line.strip()
    for mark, level in MARKS.items():
        if text.startswith(mark):
            return actions.Item(text.removeprefix(mark).strip(), level)
    return actions.Item(text, Level.MINOR)


def write_items(row: Checklist) -> str:
    """The lines that `read_item` reads again."""
    marks: dict[Level, str] = {level: mark for mark, level in MARKS.items() if level != Level.MINOR}
    return "\n".join(marks.get(Level(item["level"]), "") + item["text"] for item in row.items)
