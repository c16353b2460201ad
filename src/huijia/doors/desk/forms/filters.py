"""What the list of matters is narrowed to. Every choice stands in the address; nonsense gives an empty list."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import queries
from huijia.core.matters.enums import Lamp, Source, State
from huijia.core.people.formkit import post_line, posts_for
from huijia.core.places.models import Grid
from huijia.kernel.accounts.access import Access

OPEN = ("open", _("未办结"))
FLAGS = [
    ("todo", _("待办")), ("mine", _("我发起")), ("supervised", _("督办")), ("today", _("今日新")),
    ("claimable", _("可认领")), ("sample", _("待抽查")),
]
LAMPS = [(lamp.value, lamp.label) for lamp in (Lamp.RED, Lamp.YELLOW, Lamp.GREEN)]


class QuickSelect(forms.Select):
    """A list of choices drawn without a template for each of them: a quarter of this page's time went there."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = self.format_value(value)
        rows = ((key, " selected" if str(key) in chosen else "", label) for key, label in self.choices)
        options = format_html_join("\n", '<option value="{}"{}>{}</option>', rows)
        attributes = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, attributes, options)


def _choice(label: Any, empty: Any, rows: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", empty), *rows], widget=QuickSelect)


class FilterForm(forms.Form):
    """The filters as fields; read with `filters_of`."""

    q = forms.CharField(label=_("词语"), required=False)
    state = _choice(_("状态"), _("全部状态"), [OPEN, *State.choices])
    lamp = _choice(_("灯"), _("全部"), LAMPS)
    grid = _choice(_("网格"), _("全部网格"), [])
    category = _choice(_("类别"), _("全部类别"), [])
    responsible = _choice(_("责任人"), _("全部"), [])
    source = _choice(_("来源"), _("全部来源"), list(Source.choices))

    def __init__(self, data: Any, *, access: Access) -> None:
        super().__init__(data, auto_id="by_%s")
        self._fill("grid", [(str(row.pk), row.name) for row in Grid.objects.of(access.community).defer("polygon")])
        people = posts_for(access, "responsible_kinds", "claim_kinds")
        self._fill("responsible", [(str(post.pk), post_line(post)) for post in people])
        tree: list[tuple[str, Any]] = []
        for root in queries.categories_of(access.community):
            tree.append((str(root.pk), root.name))
            tree += [(str(row.pk), f"\u3000{row.name}") for row in root.children.all()]
        self._fill("category", tree)

    def _fill(self, name: str, rows: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        empty: Any = next(iter(field.widget.choices))
        field.choices = [empty, *rows]


def filters_of(data: Any) -> queries.Filters:
    """The filters of an address."""
    names = ("state", "lamp", "grid", "category", "responsible", "source", "q", "flag")
    return queries.Filters(**{name: str(data.get(name, "")).strip()[:80] for name in names})
