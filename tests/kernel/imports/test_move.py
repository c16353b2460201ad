"""Imports of an installation that is older than `kernel.imports` are still there after the upgrade."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huijia.kernel.files.models import File
from huijia.kernel.imports.models import ImportJob
from tests.cast import new_community

BEFORE = [("matters", "0004_import_job")]
NOW = datetime(2026, 4, 13, 1, tzinfo=UTC)


@pytest.fixture
def older() -> Iterator[MigrationExecutor]:
    """A database as it was, brought to the newest state behind the test."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    executor.loader.build_graph()
    yield executor
    call_command("migrate", verbosity=0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_old_jobs_move_with_their_rows(older: MigrationExecutor) -> None:
    community = new_community()
    file = File.objects.create(
        community=community, sha256="0" * 64, original_name="旧.csv", size=1, mime="text/csv", kind="document",
        created_at=NOW, created_by_label="周书文",
    )
    old = older.loader.project_state(BEFORE).apps.get_model("matters", "ImportJob")
    shared = {"community_id": community.pk, "file_id": file.pk, "created_label": "周书文", "columns": ["详情"]}
    done = old._base_manager.create(
        **shared, state="done", total=9, done=9, added=5, doubled=3, failed=1, cursor=12, with_answer=4,
        mapping={"columns": {"text": "详情"}, "categories": {"路灯": 7}}, source="12345",
        errors=[[3, "详情", "没有日期", ""]],
        samples=[{"received": "2019-04-24 16:03", "title": "塘", "text": "臭", "category": "环保", "answer": ""}],
    )
    waiting = old._base_manager.create(**shared, state="ready", total=2, mapping={"columns": {}, "categories": {}})
    call_command("migrate", verbosity=0)
    moved = ImportJob.objects.of(community).get(pk=done.pk)
    assert (moved.kind, moved.uuid, moved.state, moved.file_id) == ("matters", done.uuid, "done", file.pk)
    assert (moved.total, moved.done, moved.added, moved.doubled, moved.failed, moved.cursor) == (9, 9, 5, 3, 1, 9)
    assert (moved.options, moved.figures) == ({"source": "12345"}, {"with_answer": 4})
    assert moved.mapping == {"columns": {"text": "详情"}, "words": {"路灯": 7}}
    assert moved.errors == [[3, "详情", "没有日期", ""]]
    assert moved.samples == [{"above": "2019-04-24 16:03 · 环保", "title": "塘", "text": "臭", "below": ""}]
    assert ImportJob.objects.of(community).get(pk=waiting.pk).cursor == 0
    assert ImportJob.objects.create(community=community, kind="matters", file=file).pk > waiting.pk
    assert "matters_importjob" not in connection.introspection.table_names()
