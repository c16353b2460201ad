"""How long an uploaded list stays: a roster with its numbers is not kept beside the roster that was made of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community
from huijia.kernel.files import shelf
from huijia.kernel.files.models import File
from huijia.kernel.imports.importers import IMPORTERS
from huijia.kernel.imports.models import Difference, ImportJob
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.ledger.actors import Actor
from huijia.lib import clock

KEPT_DAYS = "import_files_kept_days"
KIND = "imports.file_dropped"
MOST = 500


def declare() -> None:
    options.register(options.Spec(KEPT_DAYS, _("导入的名册原文件保存"), 30, unit=_("天"), least=1, most=3650))


def drop_old(at: datetime | None = None) -> int:
    """Drops the bytes of personal lists whose time is over, with the faults and differences read from them.

    Counted from the end of the import, or from the upload where it was never started; how many went.
    """
    moment = at or clock.now()
    personal = [code for code, importer in IMPORTERS.items() if importer.is_personal]
    count = 0
    for community in Community.objects.order_by("pk"):
        before = moment - timedelta(days=int(options.get(community, KEPT_DAYS)))
        old = Q(ended_at__lt=before) | Q(ended_at=None, created_at__lt=before)
        rows = ImportJob.objects.of(community).filter(old, kind__in=personal, is_dropped=False).select_related("file")
        for job in rows.order_by("pk")[:MOST]:
            _drop(job, moment)
            count += 1
    return count


def _drop(job: ImportJob, at: datetime) -> None:
    with transaction.atomic():
        ImportJob.objects.of(job.community_id).filter(pk=job.pk).update(is_dropped=True, errors=[], samples=[])
        Difference.objects.of(job.community_id).filter(job=job).delete()
        ledger.record(
            KIND, subject=("import", job.pk), by=Actor("system", None, "系统"), community_id=job.community_id, at=at,
            data={"file": job.file.original_name},
        )
    if File.objects.everywhere().filter(sha256=job.file.sha256).count() == 1:
        shelf.path_of(job.file.sha256).unlink(missing_ok=True)
