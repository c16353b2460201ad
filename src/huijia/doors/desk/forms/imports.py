"""Import: which file from where, and which column is what."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import imports
from huijia.core.matters.enums import Source
from huijia.core.matters.imports.jobs import SOURCES
from huijia.core.matters.models import Category, ImportJob
from huijia.doors.desk.forms.office import source_choices
from huijia.doors.desk.forms.step import CategoryField
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm


class UploadForm(OfficeForm):
    uuid = ClientUuid()
    file = forms.FileField(
        label=_("表格"), allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("Excel(.xlsx)或 CSV,最大 20 MB;第一行是列名。"),
        error_messages={"required": _("请选择表格文件")},
    )
    source = forms.TypedChoiceField(
        label=_("从哪里来的"), choices=source_choices(*SOURCES), coerce=Source, initial=Source.IMPORT.value
    )


class MappingForm(OfficeForm):
    """One select for each field that we know, and one for each category word in the file (`word_0`, `word_1` …)."""

    def __init__(self, *args: Any, job: ImportJob, **kwargs: Any) -> None:
        self.job = job
        self.words = list(job.mapping["categories"])
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        columns = [("", _("不导入")), *((column, column) for column in self.job.columns)]
        for field in imports.FIELDS:
            self.fields[f"column_{field.key}"] = forms.ChoiceField(
                label=str(field.label), choices=columns, required=False,
                initial=self.job.mapping["columns"].get(field.key, ""),
            )
        tree = CategoryField()
        tree.load(self.access)
        self.tree = tree
        for place, word in enumerate(self.words):
            chosen = self.job.mapping["categories"][word]
            self.fields[f"word_{place}"] = forms.ChoiceField(
                label=word, choices=[("", _("先不分类")), *list(cast(list[Any], tree.choices))[1:]], required=False,
                initial=str(chosen) if chosen else "",
                help_text=_("%(count)s 行") % {"count": self.job.labels.get(word, 0)},
            )

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{field.key}"] for field in imports.FIELDS]

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return [self[f"word_{place}"] for place in range(len(self.words))]

    def columns(self) -> dict[str, str]:
        picked = {field.key: self.cleaned_data[f"column_{field.key}"] for field in imports.FIELDS}
        return {key: column for key, column in picked.items() if column}

    def categories(self) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for place, word in enumerate(self.words):
            row: Category | None = self.tree.rows.get(self.cleaned_data[f"word_{place}"])
            found[word] = row.pk if row is not None else None
        return found
