import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.core.signup.enums import ACTIVE, Channel, Ended, State
from huijia.core.signup.models.occasion import Occasion
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock, masks


class Signup(CommunityOwned):
    """报名: one party, one person or a family, for one occasion.

    `party` persons, of whom `company` names the others. The phone is sealed, `phone_hash` finds it again; `person` is
    whom the roster knows by that number. `place` is the number in the waiting line (0: never waited). `token` stands
    in the QR code that is scanned at the door. `came`: how many of the party were there. `what`: what they come for, in
    a word, where one hour is for several things.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    occasion = models.ForeignKey(Occasion, models.PROTECT, related_name="signups")
    state = models.CharField(_("状态"), max_length=10, choices=State.choices)
    channel = models.CharField(_("来源"), max_length=10, choices=Channel.choices)
    name = models.CharField(_("姓名"), max_length=40)
    party = models.PositiveSmallIntegerField(_("人数"), default=1)
    company = models.JSONField(_("同行"), default=list, blank=True)
    phone_sealed = models.CharField(max_length=160, blank=True)
    phone_hash = models.CharField(max_length=80, blank=True)
    phone_tail = models.CharField(max_length=4, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="signups", verbose_name=_("报名")
    )
    what = models.CharField(_("办什么"), max_length=60, blank=True)
    asked_by = models.CharField(_("代报人"), max_length=40, blank=True)
    note = models.CharField(_("备注"), max_length=120, blank=True)
    code_hash = models.CharField(max_length=80)
    token = models.CharField(max_length=40, unique=True)
    place = models.PositiveIntegerField(default=0)
    passed_over = models.PositiveSmallIntegerField(default=0)
    offer_ends_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(_("取消原因"), max_length=10, choices=Ended.choices, blank=True)
    came = models.PositiveSmallIntegerField(default=0)
    came_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(_("报名时间"))
    moved_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now)
    registered_by_id = models.BigIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("报名")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "phone_hash", "name"], name="signup_once",
                condition=Q(state__in=ACTIVE) & ~Q(phone_hash=""),
            ),
            models.UniqueConstraint(fields=["occasion", "place"], name="signup_place_once", condition=Q(place__gt=0)),
            models.CheckConstraint(name="signup_party", condition=Q(party__gte=1) & Q(came__lte=models.F("party"))),
            models.CheckConstraint(
                name="signup_offer_has_end", condition=~Q(state=State.OFFERED) | Q(offer_ends_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["occasion", "state", "id"], name="signup_by_state"),
            models.Index(
                fields=["occasion", "place"], name="signup_line", condition=Q(state=State.WAITING)
            ),
            models.Index(fields=["offer_ends_at"], name="signup_offers", condition=Q(state=State.OFFERED)),
            models.Index(fields=["community", "phone_hash", "-id"], name="signup_by_phone"),
            models.Index(fields=["person", "-id"], name="signup_by_person"),
        ]

    def __str__(self) -> str:
        return self.ticket

    @property
    def ticket(self) -> str:
        """报名号, from the row: `H260411-031`."""
        return f"H{clock.local(self.asked_at):%y%m%d}-{self.pk:03d}"

    @property
    def said_state(self) -> str:
        """The state in words; of an hour that one booked for oneself nobody says 报名."""
        if self.state == State.SIGNED and not self.occasion.is_activity:
            return str(_("已预约"))
        return str(self.get_state_display())

    @property
    def masked_phone(self) -> str:
        return f"*******{self.phone_tail}" if self.phone_tail else ""

    @property
    def masked_name(self) -> str:
        return masks.mask_name(self.name)

    @property
    def counts(self) -> list[int]:
        """How many of the party may have come, all of them first."""
        return list(range(self.party, 0, -1))
