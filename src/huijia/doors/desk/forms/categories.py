"""类别: one category of matters, new or changed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import actions
from huijia.core.matters.enums import Unit
from huijia.core.matters.models import Category
from huijia.core.people.formkit import PostField, posts_for
from huijia.kernel.accounts.formkit import OfficeForm

SAID = ("name", "limit", "unit", "is_sensitive", "is_emergency", "is_claimable", "is_active")


class CategoryForm(OfficeForm):
    """`category` None adds one, under the chosen `parent` or as a root; an old one keeps its place in the tree."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    parent = forms.ChoiceField(label=_("放在哪一类下面"), required=False)
    name = forms.CharField(label=_("名称"), max_length=60)
    limit = forms.IntegerField(
        label=_("办理时限"), required=False, help_text=_("不填就按诉求的时限办(求助、咨询、投诉各有约定)。")
    )
    unit = forms.ChoiceField(label=_("时限单位"), choices=Unit.choices, initial=Unit.WORKING_DAYS)
    owner = PostField(label=_("一般由谁负责"), required=False, help_text=_("派单时先选好这个人，可以改。"))
    is_emergency = forms.BooleanField(label=_("紧急"), required=False, help_text=_("受理时提醒先打 110、119、120。"))
    is_sensitive = forms.BooleanField(
        label=_("敏感"), required=False, help_text=_("只有办理的人和书记、两委看得到内容。")
    )
    is_claimable = forms.BooleanField(label=_("可以认领"), required=False, initial=True)
    is_active = forms.BooleanField(label=_("启用"), required=False, initial=True)

    def __init__(self, *args: Any, category: Category | None = None, **kwargs: Any) -> None:
        self.category = category
        if category is not None:
            first = {name: getattr(category, name) for name in (*SAID, "version")}
            kwargs["initial"] = {**first, "owner": category.owner_id or ""}
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        rows = Category.objects.of(self.access.community).filter(parent=None, is_active=True).order_by("code")
        self.roots = {str(row.pk): row for row in rows}
        parent, owner = self.fields["parent"], self.fields["owner"]
        assert isinstance(parent, forms.ChoiceField) and isinstance(owner, PostField)
        parent.choices = [("", _("不放在下面，自成一类")), *((key, row.name) for key, row in self.roots.items())]
        owner.offer(posts_for(self.access, "responsible_kinds"))
        if self.category is not None:
            del self.fields["parent"]
        else:
            del self.fields["is_active"]

    def act(self) -> Category:
        """The verb's own refusals go to the view."""
        data = self.cleaned_data
        draft = actions.CategoryDraft(
            name=data["name"], limit=data["limit"], unit=Unit(data["unit"]), owner=data["owner"],
            is_sensitive=data["is_sensitive"], is_emergency=data["is_emergency"], is_claimable=data["is_claimable"],
            is_active=data.get("is_active", True),
        )
        if self.category is None:
            return actions.add_category(draft, parent=self.roots.get(data["parent"]), by=self.access)
        actions.change_category(self.category, draft, version=data["version"] or 0, by=self.access)
        return self.category
