import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import NAMED_STATES, OPEN_STATES, SHORT_NATURES, Nature, Source, State
from huijia.core.matters.models.category import Category
from huijia.core.people.models import Person, Post
from huijia.core.places.models import DoorPlate, Dwelling, Grid, Group
from huijia.kernel.communities.models import CommunityOwned
from huijia.kernel.communities.queries import is_practice
from huijia.lib import clock

PRACTICE = "练习"


class Matter(CommunityOwned):
    """事项: anything raised that somebody has to bring to an end.

    `version` grows by one with each move, so that a page that is out of date cannot act. `next_due` and `next_warn`
    are the earliest of the running clocks, null while none runs; lists and lamps read only these.
    Reporter columns are a snapshot of the contact: the phone is sealed, `phone_hash` finds it again.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    nature = models.CharField(_("诉求"), max_length=12, choices=Nature.choices, default=Nature.HELP)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="matters")
    title = models.CharField(_("标题"), max_length=80)
    text = models.TextField(_("内容"))
    place_name = models.CharField(_("地点"), max_length=120, blank=True)
    plate = models.ForeignKey(DoorPlate, models.PROTECT, null=True, blank=True, related_name="matters")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, null=True, blank=True, related_name="matters")
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, blank=True, related_name="matters")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="matters")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)

    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.COLLECTED)
    version = models.PositiveIntegerField(default=1)
    is_urgent = models.BooleanField(_("加急"), default=False)
    is_emergency = models.BooleanField(_("紧急"), default=False)
    is_sensitive = models.BooleanField(_("敏感"), default=False)
    is_petition = models.BooleanField(_("信访"), default=False)
    is_supervised = models.BooleanField(_("督办"), default=False)
    is_historic = models.BooleanField(_("历史"), default=False)
    at_once = models.BooleanField(_("即问即办"), default=False)
    to_sample = models.BooleanField(_("待抽查"), default=False)
    about = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("反映对象")
    )

    reporter_name = models.CharField(_("称呼"), max_length=40, blank=True)
    phone_sealed = models.CharField(max_length=160, blank=True)
    phone_hash = models.CharField(max_length=80, blank=True)
    phone_tail = models.CharField(max_length=4, blank=True)
    code_hash = models.CharField(max_length=80, blank=True)
    registered_by_id = models.BigIntegerField(null=True, blank=True)

    responsible = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="matters", verbose_name=_("责任人")
    )
    responsible_label = models.CharField(max_length=80, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    returns = models.PositiveSmallIntegerField(_("退回次数"), default=0)

    received_at = models.DateTimeField(_("收到时间"))
    recorded_at = models.DateTimeField(default=clock.now)
    moved_at = models.DateTimeField()
    contact_due = models.DateTimeField(null=True, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(_("截止时间"), null=True, blank=True)
    warn_at = models.DateTimeField(null=True, blank=True)
    original_due_at = models.DateTimeField(null=True, blank=True)
    next_due = models.DateTimeField(null=True, blank=True)
    next_warn = models.DateTimeField(null=True, blank=True)
    deadline_version = models.PositiveSmallIntegerField(default=1)
    extensions = models.PositiveSmallIntegerField(_("延期次数"), default=0)
    paused_at = models.DateTimeField(null=True, blank=True)

    result = models.TextField(_("办理结果"), blank=True)
    resulted_at = models.DateTimeField(null=True, blank=True)
    result_by_id = models.BigIntegerField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by_id = models.BigIntegerField(null=True, blank=True)
    answer = models.TextField(_("答复"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_channel = models.CharField(max_length=10, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followers")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    external_number = models.CharField(_("外部编号"), max_length=60, blank=True)
    external_due = models.DateTimeField(_("外部时限"), null=True, blank=True)
    sign_due = models.DateTimeField(_("签收时限"), null=True, blank=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="matter_named_from_assign_to_check",
                condition=~Q(state__in=NAMED_STATES) | Q(responsible__isnull=False),
            ),
            models.CheckConstraint(
                name="matter_ends_with_result_check_and_answer",
                condition=~Q(state=State.CLOSED)
                | Q(is_historic=True)
                | (Q(nature__in=SHORT_NATURES) & ~Q(answer=""))
                | (Q(at_once=True) & ~Q(result="") & ~Q(answer=""))
                | (~Q(result="") & ~Q(answer="") & Q(checked_at__isnull=False) & ~Q(checked_by_id=F("result_by_id"))),
            ),
            models.CheckConstraint(
                name="matter_merged_has_master",
                condition=~Q(state=State.MERGED) | Q(merged_into__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "-id"], name="matter_newest"),
            models.Index(fields=["community", "state", "-id"], name="matter_by_state"),
            models.Index(fields=["community", "grid", "-id"], name="matter_by_grid"),
            models.Index(fields=["community", "category", "-id"], name="matter_by_category"),
            models.Index(fields=["responsible", "state", "-id"], name="matter_by_responsible"),
            models.Index(
                fields=["community", "next_due", "id"], condition=Q(next_due__isnull=False), name="matter_by_due"
            ),
            models.Index(fields=["community", "next_warn"], condition=Q(next_due__isnull=False), name="matter_by_warn"),
            models.Index(
                fields=["community", "phone_hash"], condition=~Q(phone_hash=""), name="matter_by_phone"
            ),
            models.Index(
                fields=["registered_by_id", "-id"], condition=Q(registered_by_id__isnull=False), name="matter_by_author"
            ),
            models.Index(fields=["community", "received_at"], name="matter_by_receipt"),
            models.Index(
                fields=["community", "closed_at"], condition=Q(closed_at__isnull=False), name="matter_by_end"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket} {self.title}"

    @property
    def ticket(self) -> str:
        """工单号, e.g. 260411-031: the local day of receipt and the row's own number; nobody waits for a counter.

        In a practice copy 练习260411-031.
        """
        mark = PRACTICE if is_practice(self.community_id) else ""
        return f"{mark}{clock.local(self.received_at):%y%m%d}-{self.pk:03d}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
