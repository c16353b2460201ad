"""本社区约定: one field for each option that was registered, grouped as an office thinks of them.

Beside each field stands a hidden `was-<key>`: the value as it was shown. Only what differs from it is saved, so that
an older page never takes back what somebody else agreed on meanwhile.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people.enums import PostKind
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import actions, options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.options import Spec

GROUPS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (gettext_lazy("时限"), (
        "first_contact_hours", "urgent_hours", "consult_days", "help_days", "complaint_days", "yellow_share",
        "reopen_days",
    )),
    (gettext_lazy("上班时间"), ("office_opens", "office_closes", "office_hours_note")),
    (gettext_lazy("派单与认领"), (
        "responsible_kinds", "claim_kinds", "max_returns", "responsible_label", "helper_label",
    )),
    (gettext_lazy("门口反映"), ("door_reports_per_hour", "phone_reports_per_day")),
    (gettext_lazy("重复提示"), ("twin_metres", "twin_days")),
    (gettext_lazy("抽查"), ("sample_percent",)),
    (gettext_lazy("办理用语"), ("phrases",)),
    (gettext_lazy("热线"), (
        "callback_hours", "missed_once_minutes", "duty_all_day", "duty_kinds", "sign_hours",
        "calls_kept_days",
    )),
)
OTHERS = gettext_lazy("其他")
# Options whose words are codes: the page shows what they stand for.
CHOICES: dict[str, list[tuple[str, Any]]] = {
    "responsible_kinds": list(PostKind.choices), "claim_kinds": list(PostKind.choices),
    "duty_kinds": list(PostKind.choices),
}
HELP: dict[str, Promise] = {
    "first_contact_hours": gettext_lazy("受理后多久之内先联系居民。"),
    "yellow_share": gettext_lazy("剩下的时间不到这么多，灯变黄。"),
    "reopen_days": gettext_lazy("过了这些天，居民请另报一件。"),
    "office_hours_note": gettext_lazy("写给居民看，例如“周一至周五 8:30—17:30，周六上午加班”。"),
    "max_returns": gettext_lazy("到了次数，只能办或者转办。"),
    "sample_percent": gettext_lazy("即问即办的事项，抽这么多由另一个人核对。"),
    "twin_days": gettext_lazy("登记时，旁边提示这么多天里可能相同的事项。"),
    "phrases": gettext_lazy("一行一句，办理时点一下就填好。"),
}


@dataclass
class Line:
    """One option on the page; `last` is the ledger entry of the latest change."""

    spec: Spec
    bound: forms.BoundField
    was: str
    unit: str
    default: str
    changed: bool
    last: Any = None


@dataclass
class Section:
    label: str
    lines: list[Line] = field(default_factory=list)


def listed() -> list[Spec]:
    return [spec for spec in options.SPECS.values() if spec.listed]


class AgreedForm(forms.Form):
    """All options of one community. Field names are the options' keys, which the verb's refusals name."""

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "f_%s")
        super().__init__(*args, **kwargs)
        self.access = access
        self.now = {spec.key: options.get(access.community, spec.key) for spec in listed()}
        for spec in listed():
            self.fields[spec.key] = _field(spec, self.now[spec.key])
        self.stale = False

    def act(self) -> list[Spec]:
        """One verb for each option that was changed, all or none; the options that it changed.

        Raises:
            Refusal: of the first value that cannot be.
        """
        wanted = self._wanted()
        with transaction.atomic():
            for key in self._in_order(wanted):
                actions.set_option(self.access.community, key, wanted[key], by=self.access)
        return [options.SPECS[key] for key in wanted]

    def _wanted(self) -> dict[str, Any]:
        """What the reader changed and is not so yet.

        Raises:
            Refusal: "stale" where somebody else changed the same option since the page was shown.
        """
        found = {}
        for key, spec in ((spec.key, spec) for spec in listed()):
            value, now = stored(spec, self.cleaned_data[key]), self.now[key]
            told_now = _told(spec, now)
            was = self.data.get(f"was-{key}", told_now)
            if _told(spec, value) in (was, told_now):
                continue
            if was != told_now:
                told = _("刚才有人改成了“%(value)s”，请看过再定") % {"value": say(spec, now)}
                raise Refusal(told, field=key, code="stale")
            found[key] = value
        return found

    def _in_order(self, wanted: dict[str, Any]) -> list[str]:
        """Closing time first where the new opening time is later than the present closing time."""
        keys = list(wanted)
        both = {"office_opens", "office_closes"} <= wanted.keys()
        if both and wanted["office_opens"] >= self.now["office_closes"]:
            keys.sort(key=lambda key: key == "office_opens")
        return keys

    def refuse(self, refusal: Refusal) -> None:
        self.stale = refusal.code == "stale"
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    def sections(self, last: dict[str, Any]) -> list[Section]:
        """`last`: option key to the entry of its latest change."""
        placed = {key for _label, keys in GROUPS for key in keys}
        rest = tuple(spec.key for spec in listed() if spec.key not in placed)
        groups = [*GROUPS, (OTHERS, rest)]
        found = []
        for label, keys in groups:
            lines = [self._line(key, last) for key in keys if key in self.fields]
            if lines:
                found.append(Section(str(label), lines))
        return found

    def _line(self, key: str, last: dict[str, Any]) -> Line:
        spec = options.SPECS[key]
        now = _told(spec, self.now[key])
        was = str(self.data.get(f"was-{key}", now)) if self.is_bound and not self.stale else now
        unit = "%" if spec.kind == "share" else str(spec.unit)
        return Line(
            spec, self[key], was, unit, say(spec, spec.default), self.now[key] != spec.default, last.get(key)
        )


def _told(spec: Spec, value: Any) -> str:
    """A value as the page carries it along; chosen codes in the order of the boxes, whatever theirs is."""
    if spec.key in CHOICES:
        value = [code for code, _label in CHOICES[spec.key] if code in value]
    return json.dumps(value, ensure_ascii=False)


def stored(spec: Spec, typed: Any) -> Any:
    """What was typed, as the option keeps it."""
    if spec.kind == "share":
        return typed / 100
    if spec.kind == "words" and spec.key not in CHOICES:
        return [line.strip() for line in typed.splitlines() if line.strip()]
    return list(typed) if spec.kind == "words" else typed


def say(spec: Spec, value: Any) -> str:
    """A value in words: `24 小时`, `25%`, `书记、两委成员`; 空 for none."""
    if spec.kind == "share":
        return f"{round(value * 100)}%"
    if spec.kind == "flag":
        return str(_("是") if value else _("否"))
    if spec.kind == "words":
        names = dict(CHOICES.get(spec.key, ()))
        return "、".join(str(names.get(word, word)) for word in value) or str(_("空"))
    if spec.kind == "number":
        return _("%(value)s %(unit)s") % {"value": value, "unit": spec.unit} if spec.unit else str(value)
    return str(value) or str(_("空"))


def _field(spec: Spec, value: Any) -> forms.Field:
    more: dict[str, Any] = {"label": spec.label, "help_text": HELP.get(spec.key, ""), "initial": value}
    if spec.key in CHOICES:
        return forms.MultipleChoiceField(
            choices=CHOICES[spec.key], widget=forms.CheckboxSelectMultiple, required=False, **more
        )
    match spec.kind:
        case "number":
            return forms.IntegerField(widget=_digits(), **more)
        case "share":
            more["initial"] = round(value * 100)
            return forms.IntegerField(min_value=0, max_value=100, widget=_digits(), **more)
        case "clock":
            return forms.CharField(widget=forms.TextInput(attrs={"type": "time", "class": "short-box"}), **more)
        case "words":
            more["initial"] = "\n".join(value)
            return forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 7}), **more)
        case "flag":
            return forms.BooleanField(required=False, **more)
        case "text":
            return forms.CharField(required=False, **more)


def _digits() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short-box"})

