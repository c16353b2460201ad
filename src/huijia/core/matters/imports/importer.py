"""The list of messages as the import machine sees it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.matters import queries
from huijia.core.matters.actions import history
from huijia.core.matters.actions.register import content_of
from huijia.core.matters.enums import Source
from huijia.core.matters.imports.fields import FIELDS, guess_category
from huijia.core.matters.imports.rows import Good, Plan, read
from huijia.core.matters.models import Category, Matter
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.kernel.imports.importers import Change, Fault, Importer, Link, Option, Read, Saved, Sorted
from huijia.kernel.imports.models import ImportJob
from huijia.lib import clock, crypto
from huijia.lib.spreadsheet import Row

SOURCES = (
    Source.IMPORT, Source.CITY_12345, Source.HOTLINE, Source.ONLINE, Source.COUNTER, Source.SUPERIOR, Source.VISIT,
)
WITH_ANSWER = "with_answer"
FORGOTTEN = ""
"""The `draft_hash` of a matter whose contact has been let go."""


class MatterImporter(Importer):
    code = "matters"
    label = gettext_lazy("事项")
    purpose = gettext_lazy("把 12345、热线或以前的留言表选进来；有答复的成为历史，没有答复的等着受理。")
    permission = "matters.import"
    fields = FIELDS
    options = (
        Option(
            "source", gettext_lazy("从哪里来的"), Source.IMPORT.value,
            tuple((source.value, source.label) for source in SOURCES),
        ),
    )
    figures = {WITH_ANSWER: gettext_lazy("其中有答复")}
    words_field = "category"

    def plan(self, job: ImportJob) -> Plan:
        by_id = {category.pk: category for category in Category.objects.of(job.community_id)}
        words = {word: by_id.get(pk) for word, pk in job.mapping["words"].items() if pk is not None}
        return Plan(job.community, Source(job.options["source"]), job.mapping["columns"], words)

    def read(self, row: Row, plan: Plan, sheet: str = "") -> Good:
        return read(row, plan)

    def sort(self, rows: Sequence[Read], plan: Plan) -> Sorted:
        uuids = [row.good.draft.uuid for row in rows]
        there = dict(Matter.objects.of(plan.community).filter(uuid__in=uuids).values_list("uuid", "draft_hash"))
        found = Sorted()
        for row in rows:
            good: Good = row.good
            own = content_of(good.draft)
            if good.draft.uuid not in there:
                there[good.draft.uuid] = crypto.content_hash(*own)
                found.fresh.append(good)
            elif there[good.draft.uuid] == FORGOTTEN or crypto.same_content(there[good.draft.uuid], *own):
                found.doubled += 1
            else:
                message = _("这个编号已用于另一件事，内容不同；原来的没有改动")
                found.wrong.append((row, Fault("number", message, good.draft.external_number)))
        found.figures = Counter({WITH_ANSWER: sum(bool(good.answer) for good in found.fresh)})
        return found

    def save(self, fresh: Sequence[Good], changes: Sequence[Change], plan: Plan, *, by: Access) -> Saved:
        return Saved(history.record_history(fresh, by=by) if fresh else 0)

    def sample(self, good: Good) -> dict[str, str]:
        received = f"{clock.local(good.received_at):%Y-%m-%d %H:%M}"
        return {
            "above": f"{received} · {good.label}" if good.label else received, "title": good.draft.title,
            "text": good.draft.text[:80], "below": good.answer[:80],
        }

    def word_of(self, good: Good) -> str:
        return good.label

    def guess_words(self, words: Sequence[str], community: Community) -> dict[str, int | None]:
        categories = list(Category.objects.of(community).filter(is_active=True).order_by("code"))
        return {word: guess_category(word, categories) for word in words}

    def known_words(self, community: Community) -> set[int]:
        return set(Category.objects.of(community).values_list("pk", flat=True))

    def word_choices(self, access: Access) -> list[Any]:
        choices: list[Any] = [("", _("先不分类"))]
        for root in queries.categories_of(access.community):
            lines = [(str(row.pk), row.name) for row in (root, *root.children.all())]
            choices.append((root.name, lines) if len(lines) > 1 else lines[0])
        return choices

    def say_start(self, count: int) -> str:
        return _("导入 %(count)s 件") % {"count": count}

    def say_ready(self, job: ImportJob) -> str:
        waiting = job.fresh - job.figures.get(WITH_ANSWER, 0)
        if job.fresh <= 0 or waiting <= 0:
            return ""
        text = _("没有答复的 %(count)s 件进入待受理，按原来的日期计时，多半已经超期。")
        return text % {"count": waiting}

    def say_done(self, job: ImportJob) -> str:
        return _("导入完成。有答复的是办结(历史)，不计入三率；没有答复的等着受理。")

    def link_done(self, job: ImportJob) -> Link:
        return Link(f"{reverse('desk:matters')}?source={job.options['source']}", _("看导入的事项"))

    def said_options(self, job: ImportJob) -> list[str]:
        return [str(Source(job.options["source"]).label)]
