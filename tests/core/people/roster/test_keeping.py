"""What stays of an uploaded roster: no whole number in its faults, and not the file for good."""

import json
import re
from datetime import timedelta

from huijia.kernel.files import shelf
from huijia.kernel.imports import keeping
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from tests.cast import Cast
from tests.core.people.roster.conftest import Bring
from tests.factories import rosters


def test_faults_hold_no_whole_number(home: Cast, check: Bring) -> None:
    job = check(rosters.broken())
    told = json.dumps(job.errors, ensure_ascii=False)
    assert job.failed > 100
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", told)
    assert not re.search(r"(?<!\d)[1-9]\d{5}(19|20)\d{9}[\dXx](?!\d)", told)


def test_the_file_goes_after_its_days(home: Cast, bring: Bring) -> None:
    job = bring(rosters.clean(3))
    path = shelf.path_of(job.file.sha256)
    assert path.exists()
    assert keeping.drop_old(clock.now() + timedelta(days=29)) == 0
    assert keeping.drop_old(clock.now() + timedelta(days=31)) == 1
    assert keeping.drop_old(clock.now() + timedelta(days=31)) == 0
    job.refresh_from_db()
    assert (path.exists(), job.errors, job.is_dropped, job.added) == (False, [], True, 9)
    assert Entry.objects.get(kind="imports.file_dropped").data == {"file": "名册.xlsx"}


def test_one_that_was_never_started_goes_too(home: Cast, check: Bring) -> None:
    check(rosters.broken())
    assert keeping.drop_old(clock.now() + timedelta(days=31)) == 1
