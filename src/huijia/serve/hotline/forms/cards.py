from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models import Category
from huijia.core.people.formkit import staff_posts
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field, written_field
from huijia.serve.hotline.actions import CardDraft
from huijia.serve.hotline.forms.base import OnePostField
from huijia.serve.hotline.models import KnowledgeCard

NAMES = ("category", "question", "answer", "ask_back", "basis", "basis_on", "link", "valid_until", "owner")


class CardForm(OfficeForm):
    uuid = ClientUuid()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    category = forms.ChoiceField(label=_("类别"), required=False)
    question = forms.CharField(label=_("问什么"), max_length=80, help_text=_("用来电人的话写，例如“医保报销怎么办”。"))
    answer = written_field(_("怎样答"), rows=5, help_text=_("接电话时照着说的话，点一下就填进当场答复。"))
    ask_back = written_field(_("要反问的"), required=False, rows=2)
    basis = forms.CharField(
        label=_("依据"), required=False, max_length=120, help_text=_("文件名和文号，或“某部门窗口答复”。")
    )
    basis_on = day_field(_("依据的日期"), required=False)
    link = forms.CharField(label=_("链接"), required=False, max_length=300)
    valid_until = day_field(_("有效到"), required=False, help_text=_("到期后还在用，但会提醒负责人核对。"))
    owner = OnePostField(label=_("谁负责更新"), required=False)

    def __init__(self, *args: Any, card: KnowledgeCard | None = None, **kwargs: Any) -> None:
        self.card = card
        if card is not None:
            kwargs["initial"] = {
                **{name: getattr(card, name) for name in NAMES}, "uuid": card.uuid, "version": card.version,
                "category": card.category_id or "", "owner": card.owner_id or "",
            }
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        rows = Category.objects.of(self.access.community).filter(parent=None, is_active=True).order_by("code")
        self.categories = {str(row.pk): row for row in rows}
        if self.card is not None and self.card.category is not None:
            self.categories.setdefault(str(self.card.category_id), self.card.category)
        category, owner = self.fields["category"], self.fields["owner"]
        assert isinstance(category, forms.ChoiceField) and isinstance(owner, OnePostField)
        category.choices = [("", _("不分类")), *((key, row.name) for key, row in self.categories.items())]
        posts = staff_posts(self.access)
        if self.card is not None and self.card.owner is not None:
            posts = [self.card.owner, *(post for post in posts if post.pk != self.card.owner_id)]
        owner.offer(posts, _("没有指定"))

    def draft(self) -> CardDraft:
        data = self.cleaned_data
        return CardDraft(
            **{name: data[name] for name in NAMES if name != "category"}, uuid=data["uuid"],
            category=self.categories.get(data["category"]),
        )
