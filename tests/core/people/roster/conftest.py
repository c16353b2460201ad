from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files import File

from huijia.core.places.models import Grid
from huijia.kernel.imports import actions
from huijia.kernel.imports.models import ImportJob
from huijia.kernel.imports.work import work
from tests.cast import Cast, cast
from tests.factories.rosters import GRIDS, stream_of

Bring = Callable[..., ImportJob]


@pytest.fixture
def home(db: None) -> Cast:
    """The cast, its grids named as the sample rosters name them."""
    made = cast()
    for grid, (name, _code) in zip((made.grid, made.grid2), GRIDS, strict=True):
        Grid.objects.of(made.community).filter(pk=grid.pk).update(name=name)
    return made


@pytest.fixture
def check(home: Cast) -> Bring:
    """`check(workbook, …options)`: the dry run by the secretary."""
    def checked(made: openpyxl.Workbook, *, kind: str = "residents", **options: Any) -> ImportJob:
        upload = File(stream_of(made), name="名册.xlsx")
        job = actions.open_job(upload, kind=kind, by=home.access("secretary"), options=options, queued=False)
        work(job.pk)
        job.refresh_from_db()
        return job

    return checked


@pytest.fixture
def bring(home: Cast, check: Bring) -> Bring:
    """`bring(workbook, …options)`: the dry run, then the import."""
    def brought(made: openpyxl.Workbook, *, kind: str = "residents", **options: Any) -> ImportJob:
        job = check(made, kind=kind, **options)
        actions.start(job, by=home.access("secretary"), queued=False)
        work(job.pk)
        job.refresh_from_db()
        return job

    return brought
