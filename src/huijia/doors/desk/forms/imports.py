"""Import: which file with which options, and which column is what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm
from huijia.kernel.imports.importers import Importer, Option, of
from huijia.kernel.imports.models import ImportJob


class UploadForm(OfficeForm):
    """The file, and a field for each option of its importer."""

    uuid = ClientUuid()
    file = forms.FileField(
        label=_("表格"), allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("Excel(.xlsx)或 CSV，最大 20 MB；表头上面有标题、单元格有合并都可以。"),
        error_messages={"required": _("请选择表格文件")},
    )

    def __init__(self, *args: Any, importer: Importer, **kwargs: Any) -> None:
        self.importer = importer
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        for option in self.importer.options:
            self.fields[option.key] = _option_field(option)

    @property
    def option_fields(self) -> list[forms.BoundField]:
        return [self[option.key] for option in self.importer.options]

    def options(self) -> dict[str, Any]:
        return {option.key: self.cleaned_data[option.key] for option in self.importer.options}


def _option_field(option: Option) -> forms.Field:
    said: Any = {"label": option.label, "help_text": option.help}
    if not option.choices:
        return forms.BooleanField(required=False, initial=option.default, **said)
    return forms.ChoiceField(choices=option.choices, initial=option.default, **said)


class MappingForm(OfficeForm):
    """One select for each field that we know, and one for each word in the file (`word_0`, `word_1` …)."""

    def __init__(self, *args: Any, job: ImportJob, **kwargs: Any) -> None:
        self.job, self.importer = job, of(job)
        self.words = list(job.mapping["words"])
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        columns = [("", _("不导入")), *((column, column) for column in self.job.columns)]
        for field in self.importer.fields:
            self.fields[f"column_{field.key}"] = forms.ChoiceField(
                label=str(field.label), choices=columns, required=False,
                initial=self.job.mapping["columns"].get(field.key, ""),
            )
        choices = self.importer.word_choices(self.access) if self.words else []
        for place, word in enumerate(self.words):
            chosen = self.job.mapping["words"][word]
            self.fields[f"word_{place}"] = forms.ChoiceField(
                label=word, choices=choices, required=False, initial=str(chosen) if chosen else "",
                help_text=_("%(count)s 行") % {"count": self.job.labels.get(word, 0)},
            )

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{field.key}"] for field in self.importer.fields]

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return [self[f"word_{place}"] for place in range(len(self.words))]

    def columns(self) -> dict[str, str]:
        picked = {field.key: self.cleaned_data[f"column_{field.key}"] for field in self.importer.fields}
        return {key: column for key, column in picked.items() if column}

    def chosen_words(self) -> dict[str, int | None]:
        picked = {word: self.cleaned_data[f"word_{place}"] for place, word in enumerate(self.words)}
        return {word: int(value) if value else None for word, value in picked.items()}
