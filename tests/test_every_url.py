"""Every address of the house, as everybody: nobody opens what is not theirs, and nothing breaks.

A new address fails here until it stands in the tables: decide for each role what it should get, by
`kernel/accounts/roles.py`, not by what it happens to give.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from huijia.core.directives.models import Directive, DirectiveCopy
from huijia.core.matters import actions
from huijia.core.matters.enums import Source
from huijia.core.matters.models import Matter
from huijia.core.people.models import Absence, Care, Change
from huijia.core.places import plates
from huijia.core.places.enums import PlateDesign, PlateSheet
from huijia.core.places.models import PlateBatch
from huijia.core.residents import actions as residents
from huijia.core.residents.actions import Issued
from huijia.core.residents.enums import Checked
from huijia.core.residents.models import Mandate, ResidentLogin
from huijia.core.residents.visitors import ACTING_KEY
from huijia.core.signup import actions as signups
from huijia.core.signup.models import Signup
from huijia.kernel.accounts import fresh, roles
from huijia.kernel.accounts.access import COMMUNITY_KEY
from huijia.kernel.accounts.models import Membership, SignIn, TrustedDevice
from huijia.kernel.files import actions as files
from huijia.kernel.files.models import File
from huijia.kernel.imports.models import ImportJob
from huijia.kernel.ledger.models import Entry
from huijia.kernel.privacy import actions as privacy
from huijia.kernel.privacy.enums import Ask, Channel
from huijia.kernel.privacy.models import Hold, Request
from huijia.lead.organisation.models import PartyMember
from huijia.lib import clock
from huijia.serve.home_orders import actions as home_orders
from huijia.serve.home_orders.models import HomeOrder, HomeService
from huijia.serve.hotline import actions as hotline
from huijia.serve.hotline.enums import ShiftKind
from huijia.serve.hotline.models import Call, DutyShift, DutySwap, DutyTurn, HandoverNote, KnowledgeCard
from tests.cast import MONDAY, Cast, cast
from tests.core.residents.conftest import mandated
from tests.kernel.files.test_files import picture, upload
from tests.urls import of_rooms

NOW = MONDAY + timedelta(hours=2)

# Everybody: nobody signed in, one login for each role, and the secretary of another community.
WHO = (
    "anonymous", "secretary", "committee", "operator", "grid_worker", "group_leader", "member_household", "street",
    "auditor", "admin", "outsider",
)
LOGINS = {"grid_worker": "worker", "group_leader": "leader", "member_household": "neighbour"}


@dataclass
class World:
    """One of everything that an address can name, all of the first community."""

    home: Cast
    other: Cast
    matter: Matter
    elsewhere: Matter
    sensitive: Matter
    escalated: Matter
    checked: Matter
    photo: File
    secret: File
    sent_up: File
    job: ImportJob
    absence: Absence
    party_member: PartyMember
    hotline: "HotlineWorld"
    home_order: HomeOrder
    home_service: HomeService
    signup: Signup
    device: TrustedDevice
    sign_in: SignIn
    asked: Request
    admitted: Issued
    login: ResidentLogin
    agent: ResidentLogin
    mandate: Mandate
    hold: Hold
    change: Change

    def browser(self, who: str) -> Client:
        client = Client(raise_request_exception=False)
        if who != "anonymous":
            house = self.other if who == "outsider" else self.home
            client.force_login(house.users["secretary" if who == "outsider" else LOGINS.get(who, who)])
            session = client.session
            # The street has two communities and has chosen the first; who has one is never asked.
            session[COMMUNITY_KEY] = house.community.pk
            fresh.mark(session)
            session.save()
        return client


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> Iterator[World]:
    settings.FILES_ROOT = tmp_path / "files"
    with clock.frozen(NOW):
        yield made()


def made() -> World:
    home, other = cast(), cast("乙社区")
    by, secretary = home.access("operator"), home.access("secretary")
    matter = home.handled_matter()
    elsewhere = home.raise_matter("另一个网格的事")
    Matter.objects.of(home.community).filter(pk=elsewhere.pk).update(grid=home.grid2)
    sensitive = home.raise_matter("邻居吵架")
    actions.accept(sensitive, category=home.disputes, by=by, at=MONDAY)
    escalated = home.handled_matter("河道上游有人倒垃圾")
    actions.escalate(escalated, reason="跨社区", by=secretary, at=MONDAY)
    checked = home.handled_matter("等答复的事", phone="13800001234")
    actions.report_result(checked, result="修好了", by=home.access("committee"), at=MONDAY)
    actions.check_pass(checked, by=secretary, at=MONDAY)
    home.closed_matter("排水沟堵了", category=home.lamps)
    directive = Directive.objects.create(
        street=home.community.street, title="统计独居老人", text="请报数", wants="number", handed_at=MONDAY,
        due_at=NOW + timedelta(days=3), handed_by_label="街道甲",
    )
    DirectiveCopy.objects.create(community=home.community, directive=directive)
    plates.print_batch(
        [home.plate], uuid=uuid4(), design=PlateDesign.EAVES, sheet=PlateSheet.TWO, size=(190, 138), by=secretary,
        at=MONDAY,
    )
    table = files.keep_document(upload("标题,内容\n路灯,不亮\n".encode(), "表.csv"), community=home.community, by=by)
    return World(
        home=home, other=other, matter=matter, elsewhere=elsewhere, sensitive=sensitive, escalated=escalated,
        checked=checked,
        photo=photo_of(matter, home), secret=photo_of(sensitive, home), sent_up=photo_of(escalated, home),
        job=ImportJob.objects.create(
            community=home.community, kind="matters", file=table, columns=["标题", "内容"], state="ready", total=1,
            options={"source": "import"}, created_label="周书文",
            mapping={"columns": {"text": "内容"}, "words": {}},
        ),
        absence=Absence.objects.create(
            community=home.community, person=home.persons["committee"], deputy=home.persons["second"],
            starts_at=NOW, ends_at=NOW + timedelta(days=2), reason="出差",
        ),
        party_member=PartyMember.objects.create(community=home.community, name="傅老栓", phone_tail="1234"),
        hotline=HotlineWorld.made(home),
        home_order=home_order_of(home),
        home_service=HomeService.objects.of(home.community).get(),
        signup=signed_up(home),
        device=TrustedDevice.objects.create(
            user=home.users["operator"], name="工作手机", token_hash="x", pin="x", used_at=NOW,
            expires_at=NOW + timedelta(days=30),
        ),
        admitted=residents.admit(by=by, checked=Checked.CARD, person=home.resident, at=NOW),
        login=residents.login_of(home.community, person=home.resident, at=NOW),
        agent=residents.login_of(home.community, phone="13955556666", at=NOW),
        mandate=mandated(home, "report", "follow"),
        asked=privacy.ask(privacy.Draft(kind=Ask.COPY, name="赵明明", channel=Channel.PHONE), by=secretary, at=NOW),
        hold=privacy.hold(("person", home.resident.pk), reason="诉讼", by=secretary),
        sign_in=SignIn.objects.create(user=home.users["operator"], means="password", started_at=NOW, seen_at=NOW),
        change=Change.objects.create(
            community=home.community, kind="registered", person=home.resident, happened_on=NOW.date(), made_at=NOW,
            made_label="王接线", rows=[],
        ),
    )


def home_order_of(home: Cast) -> HomeOrder:
    """Agreed on for tomorrow, with the grid worker."""
    service = HomeService.objects.create(community=home.community, name="量血压", minutes=20)
    draft = home_orders.Draft(
        service=service, name="赵明明", phone="13800001234", wished_on=NOW.date(), source=Source.HOTLINE,
        dwelling=home.dwelling,
    )
    operator = home.access("operator")
    order = home_orders.request(draft, by=operator, at=NOW).order
    tomorrow = NOW + timedelta(days=1)
    home_orders.arrange(order, to=home.posts["worker"], starts_at=tomorrow, by=operator, at=NOW)
    return order


def answered(home: Cast) -> Matter:
    """Answered at once by the operator, and drawn for the quality sample."""
    matter = home.raise_matter("医保怎么办")
    actions.answer_at_once(matter, result="到窗口办", by=home.access("operator"), at=MONDAY)
    Matter.objects.of(home.community).filter(pk=matter.pk).update(to_sample=True)
    return matter


def signed_up(home: Cast) -> Signup:
    """One who signed up for something of this afternoon."""
    draft = signups.OccasionDraft(
        "防诈骗讲座", NOW + timedelta(hours=3), NOW + timedelta(hours=5), place_name="文明实践站", capacity=20
    )
    occasion = signups.plan(draft, by=home.access("secretary"))
    who = signups.SignupDraft("赵明明", phone="13800001234")
    return signups.sign(occasion, who, by=home.access("operator")).signup


@dataclass
class HotlineWorld:
    """What the hotline's addresses can name."""

    turn: DutyTurn
    shift: DutyShift
    swap: DutySwap
    call: Call
    note: HandoverNote
    card: KnowledgeCard
    sent: Matter
    sample: Matter

    @classmethod
    def made(cls, home: Cast) -> "HotlineWorld":
        secretary, operator = home.access("secretary"), home.access("operator")
        post, day = home.posts["operator"], (MONDAY + timedelta(days=3)).date()
        hours = {"starts": time(8, 30), "ends": time(17, 30), "kind": ShiftKind.OFFICE}
        draft = hotline.TurnDraft(name="白班", days=[0], posts=[post], **hours)
        shift = hotline.add_shift(hotline.ShiftDraft(day=day, post=post, **hours), by=secretary)
        return cls(
            turn=hotline.add_turn(draft, by=secretary), shift=shift,
            swap=hotline.ask_swap(shift, taker=home.posts["second"], by=operator),
            call=hotline.missed(hotline.MissedCall("13800001234", MONDAY), by=operator).call,
            note=hotline.write_note(by=operator, text="一切正常"),
            card=hotline.add_card(hotline.CardDraft("医保怎么办", "到窗口办"), by=secretary),
            sent=home.raise_matter(
                "平台转来的事", source=Source.CITY_12345, external_number="ZJ001", external_due=NOW + timedelta(days=3),
                sign_due=NOW + timedelta(hours=2),
            ),
            sample=answered(home),
        )


def photo_of(matter: Matter, home: Cast) -> File:
    by = home.access("operator")
    kept = files.keep_photo(upload(picture()), community=home.community, by=by)
    files.attach(kept, subject=("matter", matter.pk), purpose="matters.registered", by=by)
    return kept


def batch_of(world: World) -> int:
    return PlateBatch.objects.of(world.home.community).get().pk


def done_in(world: World) -> str:
    """Closed after the whole way, not answered at once."""
    return Matter.objects.of(world.home.community).get(state="closed", at_once=False).ticket


Target = Callable[[World], list[object]]

# What stands in the address. Behind # stands which one of several is meant.
TARGETS: dict[str, Target] = {
    "opening:card": lambda world: ["operator"],
    "opening:paper": lambda world: ["intake"],
    "opening:place": lambda world: ["grid", world.home.grid.pk],
    "opening:place_remove": lambda world: ["grid", world.home.grid.pk],
    "accounts:device_shut": lambda world: [world.device.pk],
    "accounts:session_end": lambda world: [world.sign_in.pk],
    "residents:admit": lambda world: [world.home.resident.pk],
    "residents:revoke": lambda world: [world.admitted.admission.pk],
    "residents:close": lambda world: [world.login.pk],
    "residents:mandate": lambda world: [world.mandate.pk],
    "residents:mandate_new": lambda world: [world.home.resident.pk],
    "residents:mandate_withdraw": lambda world: [world.mandate.pk],
    "portal:in": lambda world: [world.admitted.token],
    "portal:me_matter": lambda world: [world.checked.ticket],
    "portal:me_order": lambda world: [world.home_order.ticket],
    "portal:me_signup": lambda world: ["H260413-999"],
    "portal:me_consent_withdraw": lambda world: [1],
    "portal:me_consent_give": lambda world: ["login"],
    "portal:me_where_end": lambda world: [1],
    "portal:me_mandate_end": lambda world: [world.mandate.pk],
    "portal:me_act": lambda world: [world.mandate.pk],
    "privacy:request": lambda world: [world.asked.pk],
    "privacy:tie": lambda world: [world.asked.pk],
    "privacy:export": lambda world: [world.asked.pk],
    "privacy:answer": lambda world: [world.asked.pk],
    "privacy:refuse": lambda world: [world.asked.pk],
    "privacy:processing": lambda world: ["roster"],
    "privacy:text": lambda world: ["login"],
    "privacy:release": lambda world: [world.hold.pk],
    "accounts:cut_off": lambda world: [world.home.users["operator"].pk],
    "accounts:factor_reset": lambda world: [world.home.users["operator"].pk],
    "accounts:user": lambda world: [world.home.users["operator"].pk],
    "accounts:user#street": lambda world: [world.home.users["street"].pk],
    "accounts:grant#street": lambda world: [world.home.users["street"].pk],
    "accounts:reset#street": lambda world: [world.home.users["street"].pk],
    "accounts:deactivate#street": lambda world: [world.home.users["street"].pk],
    "accounts:end#street": lambda world: [Membership.objects.filter(user=world.home.users["street"]).first().pk],
    "accounts:grant": lambda world: [world.home.users["operator"].pk],
    "accounts:deactivate": lambda world: [world.home.users["operator"].pk],
    "accounts:reactivate": lambda world: [world.home.users["operator"].pk],
    "accounts:reset": lambda world: [world.home.users["operator"].pk],
    "accounts:end": lambda world: [Membership.objects.get(user=world.home.users["operator"]).pk],
    "files:show": lambda world: [world.photo.uuid],
    "files:show#sensitive": lambda world: [world.secret.uuid],
    "files:show#escalated": lambda world: [world.sent_up.uuid],
    "files:thumb": lambda world: [world.photo.uuid],
    "figures:records": lambda world: ["matters_opened"],
    "figures:records#homes": lambda world: ["households_covered"],
    "figures:records#plates": lambda world: ["plates_active"],
    "desk:matter": lambda world: [world.matter.ticket],
    "desk:matter#other grid": lambda world: [world.elsewhere.ticket],
    "desk:matter#sensitive": lambda world: [world.sensitive.ticket],
    "desk:matter#escalated": lambda world: [world.escalated.ticket],
    "desk:reveal": lambda world: [world.checked.ticket],
    "desk:voice": lambda world: [world.checked.ticket],
    "desk:print": lambda world: [world.matter.ticket],
    "desk:move": lambda world: [world.matter.ticket, "note"],
    "desk:move#assign": lambda world: [world.matter.ticket, "reassign"],
    "desk:move#street": lambda world: [world.escalated.ticket, "street_return"],
    "desk:grid": lambda world: [world.home.grid.pk],
    "desk:grid_erase": lambda world: [world.home.grid.pk],
    "desk:grid_outline": lambda world: [world.home.grid.pk],
    "desk:grid_outline_data": lambda world: [world.home.grid.pk],
    "desk:grid_outline_check": lambda world: [world.home.grid.pk],
    "desk:grid_split": lambda world: [world.home.grid.pk],
    "desk:callback": lambda world: [world.checked.ticket],
    "desk:callback_phone": lambda world: [world.checked.ticket],
    "desk:meeting_assign": lambda world: [world.matter.ticket],
    "desk:household_phone": lambda world: [world.home.resident.pk],
    "organisation:member": lambda world: [world.party_member.pk],
    "organisation:member_correct": lambda world: [world.party_member.pk],
    "organisation:member_move": lambda world: [world.party_member.pk],
    "organisation:member_leave": lambda world: [world.party_member.pk],
    "organisation:member_back": lambda world: [world.party_member.pk],
    "organisation:member_phone": lambda world: [world.party_member.pk],
    "desk:import_template": lambda world: ["matters"],
    "desk:import_review": lambda world: [world.job.pk],
    "desk:import_choose": lambda world: [world.job.pk],
    "desk:import_job": lambda world: [world.job.pk],
    "desk:import_progress": lambda world: [world.job.pk],
    "desk:import_map": lambda world: [world.job.pk],
    "desk:import_start": lambda world: [world.job.pk],
    "desk:import_errors": lambda world: [world.job.pk],
    **{
        f"directives:{name}": lambda world: [DirectiveCopy.objects.of(world.home.community).get().pk]
        for name in ("copy", "receive", "give_back", "give", "answer", "decide")
    },
    **{
        f"directives:{name}": lambda world: [Directive.objects.get().pk]
        for name in ("directive", "remind", "end", "answers", "papers")
    },
    "directives:raised": lambda world: [world.escalated.ticket],
    "desk:plate_batch": lambda world: [batch_of(world)],
    "desk:plate_batch_again": lambda world: [batch_of(world)],
    "desk:plate_batch_print": lambda world: [batch_of(world)],
    "desk:plate_batch_zip": lambda world: [batch_of(world)],
    "desk:plate_svg": lambda world: [batch_of(world), world.home.plate.pk],
    "desk:plate": lambda world: [world.home.plate.pk],
    "desk:plate_revoke": lambda world: [world.home.plate.pk],
    "desk:plate_replace": lambda world: [world.home.plate.pk],
    "desk:plate_trouble": lambda world: [world.home.plate.pk],
    "desk:plate_found": lambda world: [world.home.plate.pk],
    "desk:plate_mount": lambda world: [world.home.plate.pk],
    "desk:tell_neighbours": lambda world: [done_in(world)],
    "desk:untell_neighbours": lambda world: [done_in(world)],
    "desk:absence_cancel": lambda world: [world.absence.pk],
    "desk:post": lambda world: [world.home.posts["worker"].pk],
    "desk:post_end": lambda world: [world.home.posts["worker"].pk],
    "desk:login_link": lambda world: [world.home.posts["worker"].pk],
    "desk:login_unlink": lambda world: [world.home.posts["worker"].pk],
    "desk:cares": lambda world: [world.home.posts["neighbour"].pk],
    "desk:care_end": lambda world: [Care.objects.of(world.home.community).get().pk],
    "hotline:turn": lambda world: [world.hotline.turn.pk],
    "hotline:turn_drop": lambda world: [world.hotline.turn.pk],
    "hotline:shift": lambda world: [world.hotline.shift.pk],
    "hotline:shift_drop": lambda world: [world.hotline.shift.pk],
    "hotline:swap_ask": lambda world: [world.hotline.shift.pk],
    "hotline:swap_answer": lambda world: [world.hotline.swap.pk, "accept"],
    "hotline:call_phone": lambda world: [world.hotline.call.pk],
    "hotline:call_end": lambda world: [world.hotline.call.pk, "unreached"],
    "hotline:card": lambda world: [world.hotline.card.pk],
    "hotline:card_change": lambda world: [world.hotline.card.pk],
    "hotline:card_retire": lambda world: [world.hotline.card.pk],
    "hotline:judge": lambda world: [world.hotline.sample.ticket],
    "hotline:transfer": lambda world: [world.hotline.sent.ticket],
    "hotline:transfer_print": lambda world: [world.hotline.sent.ticket],
    "hotline:transfer_docx": lambda world: [world.hotline.sent.ticket],
    "figures:records#calls": lambda world: ["calls_missed"],
    "figures:records#samples": lambda world: ["at_once_right"],
    "hotline:note_take": lambda world: [world.hotline.note.pk],
    "opening:leave_fetch": lambda world: [10**9],
    "portal:door_home_service": lambda world: [world.home.plate.token],
    "portal:home_order": lambda world: [world.home_order.ticket],
    "portal:home_order_act": lambda world: [world.home_order.ticket, "cancel"],
    "desk:person": lambda world: [world.home.resident.pk],
    "desk:person_edit": lambda world: [world.home.resident.pk],
    "desk:person_reveal": lambda world: [world.home.resident.pk],
    "desk:person_step": lambda world: [world.home.resident.pk, "death"],
    "desk:house": lambda world: [world.home.household.pk],
    "desk:house_print": lambda world: [world.home.household.pk],
    "desk:house_step": lambda world: [world.home.household.pk, "move"],
    "desk:double": lambda world: [world.home.resident.pk, world.home.persons["second"].pk],
    "desk:different": lambda world: [world.home.resident.pk, world.home.persons["second"].pk],
    "desk:change_undo": lambda world: [world.change.pk],
    "signup:occasion": lambda world: [world.signup.occasion_id],
    "signup:change": lambda world: [world.signup.occasion_id],
    "signup:cancel": lambda world: [world.signup.occasion_id],
    "signup:sign": lambda world: [world.signup.occasion_id],
    "signup:chain": lambda world: [world.signup.occasion_id],
    "signup:attend": lambda world: [world.signup.occasion_id],
    "signup:walk_in": lambda world: [world.signup.occasion_id],
    "signup:close": lambda world: [world.signup.occasion_id],
    "signup:sheet": lambda world: [world.signup.occasion_id],
    "signup:export": lambda world: [world.signup.occasion_id],
    "signup:tick": lambda world: [world.signup.pk],
    "signup:untick": lambda world: [world.signup.pk],
    "signup:phone": lambda world: [world.signup.pk],
    "signup:act": lambda world: [world.signup.pk, "cancel"],
    "signup:scanned": lambda world: [world.signup.token],
    "figures:records#sessions": lambda world: ["signup_sessions"],
    "figures:records#attendances": lambda world: ["signup_attendances"],
    "portal:occasion": lambda world: [world.signup.occasion_id],
    "portal:signup": lambda world: [world.signup.ticket],
    "portal:signup_leave": lambda world: [world.signup.ticket],
    "portal:signup_act": lambda world: [world.signup.ticket, "cancel"],
    "portal:door": lambda world: [world.home.plate.token],
    "portal:door_report": lambda world: [world.home.plate.token],
    "portal:matter": lambda world: [world.checked.ticket],
    "portal:grade": lambda world: [world.checked.ticket],
    "portal:reopen": lambda world: [world.checked.ticket],
    "portal:leave": lambda world: [world.checked.ticket],
}


def table(text: str) -> dict[str, dict[str, int]]:
    """Lines of `name  status of each in WHO`; the name may hold spaces."""
    found = {}
    for line in text.strip().splitlines():
        words = line.split()
        name = " ".join(words[: -len(WHO)])
        found[name] = dict(zip(WHO, (int(word) for word in words[-len(WHO) :]), strict=True))
    return found


# What a GET gives. 302: sent to the login or to one's own first page; 404: not theirs to know of.
#                           ano sec com ope gri gro mem str aud adm out
GET = table("""
accounts:home               302 302 302 302 302 302 302 302 302 302 302
accounts:login              200 302 302 302 302 302 302 302 302 302 302
accounts:logout             405 405 405 405 405 405 405 405 405 405 405
accounts:second             302 302 302 302 302 302 302 302 302 302 302
accounts:unlock             302 302 302 302 302 302 302 302 302 302 302
accounts:confirm            302 200 200 200 200 200 200 200 200 200 200
accounts:me                 302 200 200 200 200 200 200 200 200 200 200
accounts:trust              302 200 200 200 200 200 200 200 200 200 200
accounts:device_shut        405 405 405 405 405 405 405 405 405 405 405
accounts:session_end        405 405 405 405 405 405 405 405 405 405 405
accounts:sessions_end       405 405 405 405 405 405 405 405 405 405 405
accounts:factor             302 200 200 200 200 200 200 200 200 200 200
accounts:factor_begin       405 405 405 405 405 405 405 405 405 405 405
accounts:factor_confirm     405 405 405 405 405 405 405 405 405 405 405
accounts:factor_codes       405 405 405 405 405 405 405 405 405 405 405
accounts:factor_drop        405 405 405 405 405 405 405 405 405 405 405
accounts:cut_off            405 405 405 405 405 405 405 405 405 405 405
accounts:factor_reset       405 405 405 405 405 405 405 405 405 405 405
accounts:password           302 200 200 200 200 200 200 200 200 200 200
accounts:choose             302 200 200 200 200 200 200 200 200 200 200
accounts:language           405 405 405 405 405 405 405 405 405 405 405
accounts:large              405 405 405 405 405 405 405 405 405 405 405
accounts:roles              302 200 200 200 200 200 200 200 200 200 200
accounts:users              302 200 403 403 403 403 403 403 403 200 200
accounts:user_add           302 200 403 403 403 403 403 403 403 200 200
accounts:user               302 200 403 403 403 403 403 403 403 200 404
accounts:user#street        302 200 403 403 403 403 403 403 403 200 200
accounts:grant              405 405 405 405 405 405 405 405 405 405 405
accounts:deactivate         405 405 405 405 405 405 405 405 405 405 405
accounts:reactivate         405 405 405 405 405 405 405 405 405 405 405
accounts:reset              405 405 405 405 405 405 405 405 405 405 405
accounts:end                405 405 405 405 405 405 405 405 405 405 405
residents:home              302 200 403 200 403 403 403 403 403 403 200
residents:admit_phone       302 200 403 200 403 403 403 403 403 403 200
residents:admit             302 200 403 200 403 403 403 403 403 403 404
residents:batch             302 200 403 200 403 403 403 403 403 403 200
residents:revoke            405 405 405 405 405 405 405 405 405 405 405
residents:close             405 405 405 405 405 405 405 405 405 405 405
residents:mandates          302 200 403 200 403 403 403 403 403 403 200
residents:mandate           302 200 403 200 403 403 403 403 403 403 404
residents:mandate_new       302 200 403 200 403 403 403 403 403 403 404
residents:mandate_withdraw  405 405 405 405 405 405 405 405 405 405 405
privacy:requests            302 200 403 403 403 403 403 403 403 403 200
privacy:request             302 200 403 403 403 403 403 403 403 403 404
privacy:tie                 405 405 405 405 405 405 405 405 405 405 405
privacy:export              405 405 405 405 405 405 405 405 405 405 405
privacy:answer              405 405 405 405 405 405 405 405 405 405 405
privacy:refuse              405 405 405 405 405 405 405 405 405 405 405
privacy:register            302 200 403 403 403 403 403 403 403 403 200
privacy:processing          302 200 403 403 403 403 403 403 403 403 200
privacy:text                302 200 403 403 403 403 403 403 403 403 200
privacy:retention           302 200 403 403 403 403 403 403 403 403 200
privacy:release             405 405 405 405 405 405 405 405 405 405 405
files:show                  404 200 200 200 200 200 200 404 404 404 404
files:show#escalated        404 200 200 200 200 200 200 200 404 404 404
files:show#sensitive        404 200 200 200 404 404 404 404 404 404 404
files:thumb                 404 200 200 200 200 200 200 404 404 404 404
figures:figures             302 200 200 200 403 403 403 200 403 403 200
figures:records             302 200 200 200 403 403 403 403 403 403 200
figures:records#homes       302 200 200 200 403 403 403 403 403 403 200
figures:records#plates      302 200 200 200 403 403 403 403 403 403 200
opening:begin               302 302 302 302 302 302 302 302 302 302 302
opening:communities         302 403 403 403 403 403 403 403 403 403 403
opening:community_add       302 403 403 403 403 403 403 403 403 403 403
opening:setup               302 200 403 403 403 403 403 403 403 200 200
opening:later               405 405 405 405 405 405 405 405 405 405 405
opening:details             302 200 403 403 403 403 403 403 403 200 200
opening:hotline             302 200 403 403 403 403 403 403 403 200 200
opening:check               302 200 403 403 403 403 403 403 403 200 200
opening:places              302 200 403 403 403 403 403 403 403 200 200
opening:grids_add           405 405 405 405 405 405 405 405 405 405 405
opening:groups_add          405 405 405 405 405 405 405 405 405 405 405
opening:place               302 200 403 403 403 403 403 403 403 200 404
opening:place_remove        405 405 405 405 405 405 405 405 405 405 405
opening:leave               302 200 403 403 403 403 403 403 403 200 200
opening:leave_fetch         405 405 405 405 405 405 405 405 405 405 405
opening:posts               302 200 403 403 403 403 403 403 403 403 200
opening:modules             302 200 403 403 403 403 403 403 403 200 200
opening:module_switch       405 405 405 405 405 405 405 405 405 405 405
opening:practice            302 200 200 200 200 200 200 200 200 200 200
opening:practice_make       405 405 405 405 405 405 405 405 405 405 405
opening:practice_reset      405 405 405 405 405 405 405 405 405 405 405
opening:practice_enter      405 405 405 405 405 405 405 405 405 405 405
opening:practice_leave      405 405 405 405 405 405 405 405 405 405 405
opening:first_task          302 200 200 200 200 200 200 200 200 200 200
opening:task_dismiss        405 405 405 405 405 405 405 405 405 405 405
opening:papers              302 200 200 200 200 200 200 200 200 200 200
opening:card                302 200 200 200 200 200 200 200 200 200 200
opening:paper               302 200 200 200 200 200 200 200 200 200 200
figures:records#calls       302 200 200 200 403 403 403 403 403 403 200
figures:records#samples     302 200 200 200 403 403 403 403 403 403 200
desk:home                   302 200 200 200 200 200 200 302 302 302 200
desk:matters                302 200 200 200 200 200 200 403 403 403 200
desk:batch                  405 405 405 405 405 405 405 405 405 405 405
desk:ledger_xlsx            302 200 403 403 403 403 403 403 403 403 200
desk:board                  302 200 200 200 403 403 403 403 403 403 200
desk:map                    302 200 200 200 200 403 403 403 403 403 200
desk:map_data               302 200 200 200 200 403 403 403 403 403 200
desk:search                 302 200 200 200 200 200 200 403 403 403 200
desk:matter                 302 200 200 200 200 200 200 403 403 403 404
desk:matter#escalated       302 200 200 200 200 200 200 403 403 403 404
desk:matter#other grid      302 200 200 200 404 404 404 403 403 403 404
desk:matter#sensitive       302 200 200 200 404 404 404 403 403 403 404
desk:reveal                 405 405 405 405 405 405 405 405 405 405 405
desk:voice                  405 405 405 405 405 405 405 405 405 405 405
desk:print                  302 200 200 200 200 200 200 403 403 403 404
desk:move                   302 200 200 200 302 302 302 403 403 403 404
desk:move#assign            302 200 200 403 403 403 403 403 403 403 404
desk:move#street            302 403 403 403 403 403 403 403 403 403 404
desk:intake                 302 200 200 200 200 200 200 403 403 403 200
desk:paste                  302 200 200 200 200 200 200 403 403 403 200
desk:intake_lookup          405 405 405 405 405 405 405 405 405 405 405
desk:intake_code            405 405 405 405 405 405 405 405 405 405 405
desk:twins                  405 405 405 405 405 405 405 405 405 405 405
desk:intake_places          302 200 200 200 200 200 200 403 403 403 200
desk:callbacks              302 200 200 200 403 403 403 403 403 403 200
desk:callback               405 405 405 405 405 405 405 405 405 405 405
desk:callback_phone         405 405 405 405 405 405 405 405 405 405 405
desk:meeting                302 200 200 200 403 403 403 403 403 403 200
desk:meeting_print          302 200 200 200 403 403 403 403 403 403 200
desk:meeting_assign         405 405 405 405 405 405 405 405 405 405 405
desk:households             302 200 200 403 200 200 200 403 403 403 200
desk:household_phone        405 405 405 405 405 405 405 405 405 405 405
desk:audit                  302 403 403 403 403 403 403 403 200 200 403
desk:audit_verify           405 405 405 405 405 405 405 405 405 405 405
organisation:members        302 200 403 403 403 403 403 403 403 403 200
organisation:member_add     302 200 403 403 403 403 403 403 403 403 200
organisation:members_export 302 200 403 403 403 403 403 403 403 403 200
organisation:member         302 200 403 403 403 403 403 403 403 403 404
organisation:member_correct 405 405 405 405 405 405 405 405 405 405 405
organisation:member_move    405 405 405 405 405 405 405 405 405 405 405
organisation:member_leave   405 405 405 405 405 405 405 405 405 405 405
organisation:member_back    405 405 405 405 405 405 405 405 405 405 405
organisation:member_phone   405 405 405 405 405 405 405 405 405 405 405
desk:roster_export          302 200 200 200 403 403 403 403 403 403 200
desk:imports                302 200 200 200 403 403 403 403 403 200 200
desk:import_template        302 200 404 404 403 403 403 403 403 200 200
desk:import_review          302 200 404 404 403 403 403 403 403 200 404
desk:import_choose          405 405 405 405 405 405 405 405 405 405 405
desk:import_job             302 200 404 404 403 403 403 403 403 200 404
desk:import_progress        302 200 404 404 403 403 403 403 403 200 404
desk:import_map             405 405 405 405 405 405 405 405 405 405 405
desk:import_start           405 405 405 405 405 405 405 405 405 405 405
desk:import_errors          302 200 404 404 403 403 403 403 403 200 404
desk:plates                 302 200 403 403 403 403 403 403 403 403 200
desk:plate_issue            405 405 405 405 405 405 405 405 405 405 405
desk:plates_issue_grid      405 405 405 405 405 405 405 405 405 405 405
desk:plates_print           302 200 403 403 403 403 403 403 403 403 200
desk:plates_walk            302 200 200 200 200 403 403 403 403 403 200
desk:door_sheets            302 200 200 200 200 403 403 403 403 403 200
desk:plate_batches          302 200 403 403 403 403 403 403 403 403 200
desk:plate_batch            302 200 403 403 403 403 403 403 403 403 404
desk:plate_batch_again      405 405 405 405 405 405 405 405 405 405 405
desk:plate_batch_print      302 200 403 403 403 403 403 403 403 403 404
desk:plate_batch_zip        302 200 403 403 403 403 403 403 403 403 404
desk:plate_svg              302 200 403 403 403 403 403 403 403 403 404
desk:plate                  302 200 200 200 200 403 403 403 403 403 404
desk:plate_revoke           405 405 405 405 405 405 405 405 405 405 405
desk:plate_replace          405 405 405 405 405 405 405 405 405 405 405
desk:plate_trouble          405 405 405 405 405 405 405 405 405 405 405
desk:plate_found            405 405 405 405 405 405 405 405 405 405 405
desk:plate_mount            405 405 405 405 405 405 405 405 405 405 405
desk:neighbours             302 200 200 200 403 403 403 403 403 403 200
desk:tell_neighbours        302 200 200 200 403 403 403 403 403 403 404
desk:untell_neighbours      405 405 405 405 405 405 405 405 405 405 405
desk:absences               302 200 200 403 200 200 200 403 403 403 200
desk:absence_cancel         405 405 405 405 405 405 405 405 405 405 405
desk:options                302 200 403 403 403 403 403 403 403 200 200
desk:holidays               302 200 403 403 403 403 403 403 403 200 200
desk:holiday_drop           405 405 405 405 405 405 405 405 405 405 405
desk:staff                  302 200 403 403 403 403 403 403 403 200 200
desk:post_give              302 200 403 403 403 403 403 403 403 403 200
desk:post                   302 200 403 403 403 403 403 403 403 200 404
desk:post_end               405 405 405 405 405 405 405 405 405 405 405
desk:login_link             405 405 405 405 405 405 405 405 405 405 405
desk:login_unlink           405 405 405 405 405 405 405 405 405 405 405
desk:cares                  302 200 403 403 403 403 403 403 403 403 404
desk:care_end               405 405 405 405 405 405 405 405 405 405 405
hotline:desk                302 200 200 200 403 403 403 403 403 403 200
hotline:roster              302 200 200 200 403 403 403 403 403 403 200
hotline:roster_fill         405 405 405 405 405 405 405 405 405 405 405
hotline:roster_print        302 200 200 200 403 403 403 403 403 403 200
hotline:roster_xlsx         302 200 403 403 403 403 403 403 403 403 200
hotline:pattern             302 200 403 403 403 403 403 403 403 403 200
hotline:turn                302 200 403 403 403 403 403 403 403 403 404
hotline:turn_drop           405 405 405 405 405 405 405 405 405 405 405
hotline:shift_add           302 200 403 403 403 403 403 403 403 403 200
hotline:shift               302 200 403 403 403 403 403 403 403 403 404
hotline:shift_drop          405 405 405 405 405 405 405 405 405 405 405
hotline:swap_ask            302 200 200 200 403 403 403 403 403 403 404
hotline:swap_answer         405 405 405 405 405 405 405 405 405 405 405
hotline:calls               302 200 200 200 403 403 403 403 403 403 200
hotline:call_missed         405 405 405 405 405 405 405 405 405 405 405
hotline:call_promise        405 405 405 405 405 405 405 405 405 405 405
hotline:calls_paste         302 200 200 200 403 403 403 403 403 403 200
hotline:call_phone          405 405 405 405 405 405 405 405 405 405 405
hotline:call_end            405 405 405 405 405 405 405 405 405 405 405
hotline:notes               302 200 200 200 403 403 403 403 403 403 200
hotline:note_write          302 200 200 200 403 403 403 403 403 403 200
hotline:note_take           405 405 405 405 405 405 405 405 405 405 405
desk:grids                  302 200 200 200 200 403 403 403 403 403 200
desk:grids_data             302 200 200 200 200 403 403 403 403 403 200
desk:grid_new               302 200 403 403 403 403 403 403 403 403 200
desk:grids_export           302 200 200 200 200 403 403 403 403 403 200
desk:grids_import           302 200 403 403 403 403 403 403 403 403 200
desk:grid_homes             302 200 403 403 403 403 403 403 403 403 200
desk:grid_doors             302 200 200 200 200 403 403 403 403 403 200
desk:grid_doors_data        302 200 200 200 200 403 403 403 403 403 200
desk:grid_doors_place       405 405 405 405 405 405 405 405 405 405 405
desk:grid                   302 200 200 200 200 403 403 403 403 403 404
desk:grid_erase             405 405 405 405 405 405 405 405 405 405 405
desk:grid_outline           302 200 403 403 403 403 403 403 403 403 404
desk:grid_outline_data      302 200 403 403 403 403 403 403 403 403 404
desk:grid_outline_check     405 405 405 405 405 405 405 405 405 405 405
desk:grid_split             405 405 405 405 405 405 405 405 405 405 405
hotline:cards               302 200 200 200 403 403 403 403 403 403 200
hotline:card_add            302 200 403 403 403 403 403 403 403 403 200
hotline:cards_seed          405 405 405 405 405 405 405 405 405 405 405
hotline:cards_beside        405 405 405 405 405 405 405 405 405 405 405
hotline:card                302 200 200 200 403 403 403 403 403 403 404
hotline:card_change         302 200 403 403 403 403 403 403 403 403 404
hotline:card_retire         405 405 405 405 405 405 405 405 405 405 405
hotline:quality             302 200 200 403 403 403 403 403 403 403 200
hotline:judge               405 405 405 405 405 405 405 405 405 405 405
hotline:transfers           302 200 200 200 403 403 403 403 403 403 200
hotline:transfer_add        302 200 200 200 403 403 403 403 403 403 200
hotline:transfers_xlsx      302 200 403 403 403 403 403 403 403 403 200
hotline:template            302 200 403 403 403 403 403 403 403 403 200
hotline:template_drop       405 405 405 405 405 405 405 405 405 405 405
hotline:template_docx       302 200 403 403 403 403 403 403 403 403 200
hotline:transfer            302 200 200 200 403 403 403 403 403 403 404
hotline:transfer_print      302 200 200 200 403 403 403 403 403 403 404
hotline:transfer_docx       302 200 200 200 403 403 403 403 403 403 404
desk:people                 302 200 200 200 403 403 403 403 403 403 200
desk:person_new             302 200 200 200 403 403 403 403 403 403 200
desk:doubles                302 200 200 200 403 403 403 403 403 403 200
desk:double                 302 200 200 200 403 403 403 403 403 403 404
desk:different              405 405 405 405 405 405 405 405 405 405 405
desk:change_undo            405 405 405 405 405 405 405 405 405 405 405
desk:person                 302 200 200 200 200 200 200 403 403 403 404
desk:person_edit            302 200 200 200 403 403 403 403 403 403 404
desk:person_reveal          405 405 405 405 405 405 405 405 405 405 405
desk:person_step            302 200 200 200 403 403 403 403 403 403 404
desk:house                  302 200 200 200 200 200 200 403 403 403 404
desk:house_print            302 200 200 200 200 200 200 403 403 403 404
desk:house_step             302 200 200 200 403 403 403 403 403 403 404
figures:records#sessions    302 200 200 200 403 403 403 403 403 403 200
figures:records#attendances 302 200 200 200 403 403 403 403 403 403 200
signup:occasions            302 200 200 200 200 200 200 403 403 403 200
signup:month                302 200 200 200 200 200 200 403 403 403 200
signup:add                  302 200 200 403 403 403 403 403 403 403 200
signup:occasion             302 200 200 200 200 200 200 403 403 403 404
signup:change               302 200 200 403 403 403 403 403 403 403 404
signup:cancel               405 405 405 405 405 405 405 405 405 405 405
signup:sign                 302 200 200 200 200 403 403 403 403 403 404
signup:chain                302 200 200 200 200 403 403 403 403 403 404
signup:attend               302 200 200 200 200 403 403 403 403 403 404
signup:walk_in              405 405 405 405 405 405 405 405 405 405 405
signup:close                405 405 405 405 405 405 405 405 405 405 405
signup:sheet                302 200 200 200 200 403 403 403 403 403 404
signup:export               302 200 200 403 403 403 403 403 403 403 404
signup:tick                 405 405 405 405 405 405 405 405 405 405 405
signup:untick               405 405 405 405 405 405 405 405 405 405 405
signup:phone                405 405 405 405 405 405 405 405 405 405 405
signup:act                  405 405 405 405 405 405 405 405 405 405 405
signup:scanned              302 200 200 200 200 403 403 403 403 403 404
signup:sent_later           405 405 405 405 405 405 405 405 405 405 405
portal:occasions            200 200 200 200 200 200 200 200 200 200 200
portal:occasion             200 200 200 200 200 200 200 200 200 200 200
portal:signup_receipt       200 200 200 200 200 200 200 200 200 200 200
portal:signups              200 200 200 200 200 200 200 200 200 200 200
portal:signup               303 303 303 303 303 303 303 303 303 303 303
portal:signup_leave         405 405 405 405 405 405 405 405 405 405 405
portal:signup_act           405 405 405 405 405 405 405 405 405 405 405
directives:copies           302 200 403 403 403 403 403 403 403 403 200
directives:copy             302 200 403 403 403 403 403 403 403 403 404
directives:receive          405 405 405 405 405 405 405 405 405 405 405
directives:give_back        405 405 405 405 405 405 405 405 405 405 405
directives:give             405 405 405 405 405 405 405 405 405 405 405
directives:answer           405 405 405 405 405 405 405 405 405 405 405
directives:street           302 403 403 403 403 403 403 200 403 403 403
directives:escalated        302 403 403 403 403 403 403 200 403 403 403
directives:raised           302 403 403 403 403 403 403 200 403 403 403
directives:handed           302 403 403 403 403 403 403 200 403 403 403
directives:hand             302 403 403 403 403 403 403 200 403 403 403
directives:directive        302 403 403 403 403 403 403 200 403 403 403
directives:remind           405 405 405 405 405 405 405 405 405 405 405
directives:end              405 405 405 405 405 405 405 405 405 405 405
directives:answers          302 403 403 403 403 403 403 200 403 403 403
directives:papers           302 403 403 403 403 403 403 200 403 403 403
directives:decide           405 405 405 405 405 405 405 405 405 405 405
portal:home                 200 200 200 200 200 200 200 200 200 200 200
portal:door_home_service    200 200 200 200 200 200 200 200 200 200 200
portal:home_service         200 200 200 200 200 200 200 200 200 200 200
portal:home_order           303 303 303 303 303 303 303 303 303 303 303
portal:home_order_act       405 405 405 405 405 405 405 405 405 405 405
portal:door                 200 200 200 200 200 200 200 200 200 200 200
portal:door_report          200 200 200 200 200 200 200 200 200 200 200
portal:report               200 200 200 200 200 200 200 200 200 200 200
portal:receipt              200 200 200 200 200 200 200 200 200 200 200
portal:progress             200 200 200 200 200 200 200 200 200 200 200
portal:matter               303 303 303 303 303 303 303 303 303 303 303
portal:grade                405 405 405 405 405 405 405 405 405 405 405
portal:reopen               405 405 405 405 405 405 405 405 405 405 405
portal:leave                405 405 405 405 405 405 405 405 405 405 405
portal:me                   303 303 303 303 303 303 303 303 303 303 303
portal:me_login             200 200 200 200 200 200 200 200 200 200 200
portal:me_send              405 405 405 405 405 405 405 405 405 405 405
portal:me_check             303 303 303 303 303 303 303 303 303 303 303
portal:me_given             405 405 405 405 405 405 405 405 405 405 405
portal:in                   200 200 200 200 200 200 200 200 200 200 200
portal:me_leave             405 405 405 405 405 405 405 405 405 405 405
portal:me_matters           303 303 303 303 303 303 303 303 303 303 303
portal:me_matter            303 303 303 303 303 303 303 303 303 303 303
portal:me_signup            303 303 303 303 303 303 303 303 303 303 303
portal:me_order             303 303 303 303 303 303 303 303 303 303 303
portal:me_data              303 303 303 303 303 303 303 303 303 303 303
portal:me_tie               405 405 405 405 405 405 405 405 405 405 405
portal:me_consents          303 303 303 303 303 303 303 303 303 303 303
portal:me_consent_withdraw  405 405 405 405 405 405 405 405 405 405 405
portal:me_consent_give      405 405 405 405 405 405 405 405 405 405 405
portal:me_where             303 303 303 303 303 303 303 303 303 303 303
portal:me_where_end         405 405 405 405 405 405 405 405 405 405 405
portal:me_mandates          303 303 303 303 303 303 303 303 303 303 303
portal:me_mandate_end       405 405 405 405 405 405 405 405 405 405 405
portal:me_act               405 405 405 405 405 405 405 405 405 405 405
portal:me_act_end           405 405 405 405 405 405 405 405 405 405 405
portal:privacy              200 200 200 200 200 200 200 200 200 200 200
portal:done                 200 200 200 200 200 200 200 200 200 200 200
""")

# What an empty form gives, for all that take a POST; the others answer 405. 422 and 409: let in, and told what is
# missing. 303 and 302 of `portal:` and of staff pages: sent on, to look the matter up first or with a message.
#                           ano sec com ope gri gro mem str aud adm out
POST = table("""
accounts:login              200 200 200 200 200 200 200 200 200 200 200
accounts:logout             302 302 302 302 302 302 302 302 302 302 302
accounts:second             302 302 302 302 302 302 302 302 302 302 302
accounts:unlock             302 302 302 302 302 302 302 302 302 302 302
accounts:confirm            302 200 200 200 200 200 200 200 200 200 200
accounts:trust              302 422 422 422 422 422 422 422 422 422 422
accounts:device_shut        302 404 404 302 404 404 404 404 404 404 404
accounts:session_end        302 404 404 302 404 404 404 404 404 404 404
accounts:sessions_end       302 302 302 302 302 302 302 302 302 302 302
accounts:factor_begin       302 200 200 200 200 200 200 200 200 200 200
accounts:factor_confirm     302 302 302 302 302 302 302 302 302 302 302
accounts:factor_codes       302 302 302 302 302 302 302 302 302 302 302
accounts:factor_drop        302 302 302 302 302 302 302 302 302 302 302
accounts:cut_off            302 302 403 403 403 403 403 403 403 302 404
accounts:factor_reset       302 302 403 403 403 403 403 403 403 302 404
accounts:password           302 200 200 200 200 200 200 200 200 200 200
accounts:choose             302 400 400 400 400 400 400 400 400 400 400
accounts:language           302 302 302 302 302 302 302 302 302 302 302
accounts:large              302 302 302 302 302 302 302 302 302 302 302
accounts:user_add           302 200 403 403 403 403 403 403 403 200 200
accounts:user               302 200 403 403 403 403 403 403 403 200 404
accounts:user#street        302 200 403 403 403 403 403 403 403 200 200
accounts:grant              302 200 403 403 403 403 403 403 403 200 404
accounts:grant#street       302 200 403 403 403 403 403 403 403 200 200
accounts:deactivate         302 302 403 403 403 403 403 403 403 302 404
accounts:deactivate#street  302 302 403 403 403 403 403 403 403 302 302
accounts:reactivate         302 302 403 403 403 403 403 403 403 302 404
accounts:reset              302 200 403 403 403 403 403 403 403 200 404
accounts:reset#street       302 302 403 403 403 403 403 403 403 302 302
accounts:end                302 302 403 403 403 403 403 403 403 302 404
accounts:end#street         302 302 403 403 403 403 403 403 403 302 302
opening:begin               302 302 302 302 302 302 302 302 302 302 302
opening:community_add       302 403 403 403 403 403 403 403 403 403 403
opening:later               302 302 403 403 403 403 403 403 403 302 302
opening:details             302 422 403 403 403 403 403 403 403 422 422
opening:hotline             302 422 403 403 403 403 403 403 403 422 422
opening:check               302 302 403 403 403 403 403 403 403 302 302
opening:grids_add           302 422 403 403 403 403 403 403 403 422 422
opening:groups_add          302 422 403 403 403 403 403 403 403 422 422
opening:place               302 422 403 403 403 403 403 403 403 422 404
opening:place_remove        302 302 403 403 403 403 403 403 403 302 404
opening:leave               302 422 403 403 403 403 403 403 403 422 422
opening:leave_fetch         302 404 403 403 403 403 403 403 403 404 404
opening:posts               302 422 403 403 403 403 403 403 403 403 422
opening:module_switch       302 302 403 403 403 403 403 403 403 302 302
opening:practice_make       302 302 403 403 403 403 403 403 403 302 302
opening:practice_reset      302 302 403 403 403 403 403 403 403 302 302
opening:practice_enter      302 302 302 302 302 302 302 302 302 302 302
opening:practice_leave      302 302 302 302 302 302 302 302 302 302 302
opening:task_dismiss        302 302 302 302 302 302 302 302 302 302 302
residents:admit_phone       302 422 403 422 403 403 403 403 403 403 422
residents:admit             302 422 403 422 403 403 403 403 403 403 404
residents:batch             302 422 403 422 403 403 403 403 403 403 422
residents:revoke            302 302 403 302 403 403 403 403 403 403 404
residents:close             302 302 403 302 403 403 403 403 403 403 404
residents:mandate_new       302 422 403 422 403 403 403 403 403 403 404
residents:mandate_withdraw  302 302 403 302 403 403 403 403 403 403 404
privacy:requests            302 422 403 403 403 403 403 403 403 403 422
privacy:tie                 302 302 403 403 403 403 403 403 403 403 404
privacy:export              302 302 403 403 403 403 403 403 403 403 404
privacy:answer              302 422 403 403 403 403 403 403 403 403 404
privacy:refuse              302 422 403 403 403 403 403 403 403 403 404
privacy:processing          302 422 403 403 403 403 403 403 403 403 422
privacy:text                302 422 403 403 403 403 403 403 403 403 422
privacy:retention           302 422 403 403 403 403 403 403 403 403 422
privacy:release             302 302 403 403 403 403 403 403 403 403 404
desk:search                 302 302 302 302 302 302 302 403 403 403 302
desk:batch                  302 302 302 403 403 403 403 403 403 403 302
desk:ledger_xlsx            302 422 403 403 403 403 403 403 403 403 422
desk:reveal                 302 422 422 422 422 403 403 403 403 403 404
desk:voice                  302 409 409 409 403 403 403 403 403 403 404
desk:move                   302 409 409 409 409 409 409 403 403 403 404
desk:move#assign            302 409 409 403 403 403 403 403 403 403 404
desk:move#street            302 403 403 403 403 403 403 403 403 403 404
desk:intake                 302 422 422 422 422 422 422 403 403 403 422
desk:paste                  302 422 422 422 422 422 422 403 403 403 422
desk:intake_lookup          302 200 200 200 403 403 403 403 403 403 200
desk:intake_code            302 404 404 404 403 403 403 403 403 403 404
desk:twins                  302 200 200 200 403 403 403 403 403 403 200
desk:callback               302 422 422 422 403 403 403 403 403 403 404
desk:callback_phone         302 200 200 200 403 403 403 403 403 403 404
desk:meeting_assign         302 422 422 403 403 403 403 403 403 403 404
desk:household_phone        302 302 302 403 302 403 302 403 403 403 404
desk:audit_verify           302 403 403 403 403 403 403 403 200 200 403
organisation:member_add     302 422 403 403 403 403 403 403 403 403 422
organisation:members_export 302 422 403 403 403 403 403 403 403 403 422
organisation:member_correct 302 422 403 403 403 403 403 403 403 403 404
organisation:member_move    302 422 403 403 403 403 403 403 403 403 404
organisation:member_leave   302 422 403 403 403 403 403 403 403 403 404
organisation:member_back    302 422 403 403 403 403 403 403 403 403 404
organisation:member_phone   302 422 403 403 403 403 403 403 403 403 404
desk:roster_export          302 422 422 422 403 403 403 403 403 403 422
desk:imports                302 422 422 422 403 403 403 403 403 422 422
desk:import_choose          302 302 404 404 403 403 403 403 403 302 404
desk:import_map             302 422 404 404 403 403 403 403 403 422 404
desk:import_start           302 409 404 404 403 403 403 403 403 409 404
desk:plate_issue            302 422 403 403 403 403 403 403 403 403 422
desk:plates_issue_grid      302 404 403 403 403 403 403 403 403 403 404
desk:plates_print           302 422 403 403 403 403 403 403 403 403 422
desk:plate_batch_again      302 422 403 403 403 403 403 403 403 403 404
desk:plate_revoke           302 422 403 403 403 403 403 403 403 403 404
desk:plate_replace          302 422 403 403 403 403 403 403 403 403 404
desk:plate_trouble          302 422 422 422 422 403 403 403 403 403 404
desk:plate_found            302 409 409 409 409 403 403 403 403 403 404
desk:plate_mount            302 302 302 302 302 403 403 403 403 403 404
desk:tell_neighbours        302 422 422 422 403 403 403 403 403 403 404
desk:untell_neighbours      302 302 302 302 403 403 403 403 403 403 404
desk:absences               302 422 422 403 422 422 422 403 403 403 422
desk:absence_cancel         302 302 302 403 403 403 403 403 403 403 404
desk:options                302 422 403 403 403 403 403 403 403 422 422
desk:holidays               302 422 403 403 403 403 403 403 403 422 422
desk:holiday_drop           302 404 403 403 403 403 403 403 403 404 404
desk:post_give              302 422 403 403 403 403 403 403 403 403 422
desk:post_end               302 422 403 403 403 403 403 403 403 422 404
desk:login_link             302 422 403 403 403 403 403 403 403 422 404
desk:login_unlink           302 302 403 403 403 403 403 403 403 302 404
desk:cares                  302 422 403 403 403 403 403 403 403 403 404
desk:care_end               302 302 403 403 403 403 403 403 403 403 404
hotline:roster_fill         302 302 403 403 403 403 403 403 403 403 302
hotline:roster_xlsx         302 422 403 403 403 403 403 403 403 403 422
hotline:pattern             302 422 403 403 403 403 403 403 403 403 422
hotline:turn                302 422 403 403 403 403 403 403 403 403 404
hotline:turn_drop           302 302 403 403 403 403 403 403 403 403 404
hotline:shift_add           302 422 403 403 403 403 403 403 403 403 422
hotline:shift               302 422 403 403 403 403 403 403 403 403 404
hotline:shift_drop          302 302 403 403 403 403 403 403 403 403 404
hotline:swap_ask            302 422 422 422 403 403 403 403 403 403 404
hotline:swap_answer         302 302 302 302 403 403 403 403 403 403 404
hotline:call_missed         302 422 422 422 403 403 403 403 403 403 422
hotline:call_promise        302 422 422 422 403 403 403 403 403 403 422
hotline:calls_paste         302 422 422 422 403 403 403 403 403 403 422
hotline:call_phone          302 200 200 200 403 403 403 403 403 403 404
hotline:call_end            302 409 409 409 403 403 403 403 403 403 404
hotline:note_write          302 422 422 422 403 403 403 403 403 403 422
hotline:note_take           302 302 302 302 403 403 403 403 403 403 404
desk:grid_new               302 422 403 403 403 403 403 403 403 403 422
desk:grids_import           302 422 403 403 403 403 403 403 403 403 422
desk:grid_homes             302 409 403 403 403 403 403 403 403 403 409
desk:grid_doors_place       302 422 403 403 403 403 403 403 403 403 422
desk:grid                   302 422 403 403 403 403 403 403 403 403 404
desk:grid_erase             302 404 403 403 403 403 403 403 403 403 404
desk:grid_outline           302 422 403 403 403 403 403 403 403 403 404
desk:grid_outline_check     302 200 403 403 403 403 403 403 403 403 404
desk:grid_split             302 422 403 403 403 403 403 403 403 403 404
portal:door_home_service    422 422 422 422 422 422 422 422 422 422 422
portal:home_service         200 200 200 200 200 200 200 200 200 200 200
portal:home_order_act       303 303 303 303 303 303 303 303 303 303 303
hotline:card_add            302 422 403 403 403 403 403 403 403 403 422
hotline:cards_seed          302 302 403 403 403 403 403 403 403 403 302
hotline:cards_beside        302 200 200 200 403 403 403 403 403 403 200
hotline:card_change         302 422 403 403 403 403 403 403 403 403 404
hotline:card_retire         302 302 403 403 403 403 403 403 403 403 404
hotline:judge               302 422 422 403 403 403 403 403 403 403 404
hotline:transfer_add        302 422 422 422 403 403 403 403 403 403 422
hotline:transfers_xlsx      302 422 403 403 403 403 403 403 403 403 422
hotline:template            302 422 403 403 403 403 403 403 403 403 422
hotline:template_drop       302 302 403 403 403 403 403 403 403 403 302
hotline:transfer            302 422 422 422 403 403 403 403 403 403 404
desk:person_new             302 422 422 422 403 403 403 403 403 403 422
desk:double                 302 422 422 422 403 403 403 403 403 403 404
desk:different              302 302 302 302 403 403 403 403 403 403 404
desk:change_undo            302 302 302 302 403 403 403 403 403 403 404
desk:person_edit            302 422 422 422 403 403 403 403 403 403 404
desk:person_reveal          302 422 422 422 422 422 422 403 403 403 404
desk:person_step            302 422 422 422 403 403 403 403 403 403 404
desk:house_step             302 422 422 422 403 403 403 403 403 403 404
signup:add                  302 422 422 403 403 403 403 403 403 403 422
signup:change               302 422 422 403 403 403 403 403 403 403 404
signup:cancel               302 422 422 403 403 403 403 403 403 403 404
signup:sign                 302 422 422 422 422 403 403 403 403 403 404
signup:chain                302 422 422 422 422 403 403 403 403 403 404
signup:walk_in              302 422 422 422 422 403 403 403 403 403 404
signup:close                302 409 409 409 409 403 403 403 403 403 404
signup:export               302 422 422 403 403 403 403 403 403 403 404
signup:tick                 302 302 302 302 302 403 403 403 403 403 404
signup:untick               302 409 409 409 409 403 403 403 403 403 404
signup:phone                302 200 200 200 200 403 403 403 403 403 404
signup:act                  302 302 302 302 302 403 403 403 403 403 404
signup:scanned              302 302 302 302 302 403 403 403 403 403 404
signup:sent_later           302 422 422 422 422 403 403 403 403 403 422
portal:occasion             422 422 422 422 422 422 422 422 422 422 422
portal:signups              422 422 422 422 422 422 422 422 422 422 422
portal:signup_leave         303 303 303 303 303 303 303 303 303 303 303
portal:signup_act           303 303 303 303 303 303 303 303 303 303 303
directives:receive          302 302 403 403 403 403 403 403 403 403 404
directives:give_back        302 422 403 403 403 403 403 403 403 403 404
directives:give             302 422 403 403 403 403 403 403 403 403 404
directives:answer           302 409 403 403 403 403 403 403 403 403 404
directives:raised           302 403 403 403 403 403 403 422 403 403 403
directives:hand             302 403 403 403 403 403 403 422 403 403 403
directives:remind           302 403 403 403 403 403 403 302 403 403 403
directives:end              302 403 403 403 403 403 403 302 403 403 403
directives:decide           302 403 403 403 403 403 403 404 403 403 403
portal:door_report          422 422 422 422 422 422 422 422 422 422 422
portal:me_send              200 200 200 200 200 200 200 200 200 200 200
portal:me_check             303 303 303 303 303 303 303 303 303 303 303
portal:me_given             200 200 200 200 200 200 200 200 200 200 200
portal:in                   303 303 303 303 303 303 303 303 303 303 303
portal:me_leave             303 303 303 303 303 303 303 303 303 303 303
portal:me_data              303 303 303 303 303 303 303 303 303 303 303
portal:me_tie               303 303 303 303 303 303 303 303 303 303 303
portal:me_consent_withdraw  303 303 303 303 303 303 303 303 303 303 303
portal:me_consent_give      303 303 303 303 303 303 303 303 303 303 303
portal:me_where_end         303 303 303 303 303 303 303 303 303 303 303
portal:me_mandates          303 303 303 303 303 303 303 303 303 303 303
portal:me_mandate_end       303 303 303 303 303 303 303 303 303 303 303
portal:me_act               303 303 303 303 303 303 303 303 303 303 303
portal:me_act_end           303 303 303 303 303 303 303 303 303 303 303
portal:report               200 200 200 200 200 200 200 200 200 200 200
portal:progress             422 422 422 422 422 422 422 422 422 422 422
portal:grade                303 303 303 303 303 303 303 303 303 303 303
portal:reopen               303 303 303 303 303 303 303 303 303 303 303
portal:leave                303 303 303 303 303 303 303 303 303 303 303
""")


ROOM_GET, ROOM_POST, ROOM_TARGETS = of_rooms(table)
GET |= ROOM_GET
POST |= ROOM_POST
TARGETS |= ROOM_TARGETS


def every_name(resolver: URLResolver | None = None, above: tuple[str, ...] = ()) -> list[str]:
    """The full name of every address; one without a name cannot be looked after and gives "" at its end."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            found += every_name(pattern, (*above, pattern.namespace) if pattern.namespace else above)
        elif isinstance(pattern, URLPattern):
            found.append(":".join((*above, pattern.name or "")))
    return found


def address(name: str, world: World) -> str:
    made = TARGETS.get(name)
    return reverse(name.partition("#")[0], args=made(world) if made else [])


def walked(world: World, who: str, names: list[str], method: str) -> dict[str, int]:
    """What each address answers to this one; whatever a request changed is undone before the next."""
    client, found = world.browser(who), {}
    session = dict(client.cookies)
    for name in names:
        client.cookies = SimpleCookie({key: morsel.value for key, morsel in session.items()})
        with transaction.atomic():
            found[name] = getattr(client, method)(address(name, world)).status_code
            transaction.set_rollback(True)
    return found


def test_every_address_stands_in_the_table() -> None:
    names = every_name()
    assert [name for name in names if name.endswith(":") or not name] == []
    missing = sorted({*names} - {name.partition("#")[0] for name in GET})
    assert missing == [], "new addresses: say in GET (and POST) of tests/urls/<room>.py what each role should get"
    gone = sorted({name.partition("#")[0] for name in (*GET, *POST, *TARGETS)} - {*names})
    assert gone == []


def test_every_role_stands_in_the_table() -> None:
    # What the health role opens stands in `tests/test_health_values.py`.
    assert {role.code for role in roles.STAFF} - {"health"} == {*WHO} - {"anonymous", "outsider"}


@pytest.mark.parametrize("who", WHO)
def test_reading(world: World, who: str) -> None:
    wanted = {name: line[who] for name, line in GET.items()}
    assert walked(world, who, list(GET), "get") == wanted


@pytest.mark.parametrize("who", WHO)
def test_an_empty_form(world: World, who: str) -> None:
    names = sorted({*every_name(), *POST})
    wanted = {name: POST[name][who] if name in POST else 405 for name in names}
    assert walked(world, who, names, "post") == wanted


# What residents get that nobody else does; of all other pages what a passer-by gets, told so where staff would be
# sent to the login. An agent acts for the person of `World.mandate`, who lets them report and follow.
RESIDENT = {
    "accounts:home": (302, 302), "portal:me": (200, 200), "portal:me_login": (303, 303),
    "portal:me_matters": (200, 200), "portal:me_signup": (404, 404),
    # Where staff go on to another page of the sign-in; where a founded house leads on.
    "accounts:second": (302, 302), "accounts:unlock": (302, 302), "opening:begin": (302, 302),
    "portal:me_matter": (303, 303), "portal:me_order": (303, 303), "portal:me_data": (200, 303),
    "portal:me_consents": (200, 303), "portal:me_where": (200, 303), "portal:me_mandates": (200, 303),
    "portal:occasion": (200, 403), "portal:home_service": (200, 200), "portal:door_home_service": (200, 403),
    "portal:me_ride": (303, 303), "portal:door_rides": (200, 403), "field:pack": (403, 403),
    "portal:me_errand": (303, 303), "portal:door_errands": (200, 403),
    "portal:me_health": (200, 404), "portal:counter_service": (200, 403), "portal:counter_wish": (200, 403),
}


@pytest.mark.parametrize("who", ["resident", "agent"])
def test_a_resident_opens_their_own_pages_and_nobody_elses(world: World, who: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login((world.login if who == "resident" else world.agent).user)
    if who == "agent":
        session = client.session
        session[ACTING_KEY] = world.mandate.pk
        session.save()
    plain = {name: 403 if line["anonymous"] == 302 else line["anonymous"] for name, line in GET.items()}
    wanted = plain | {name: codes[who == "agent"] for name, codes in RESIDENT.items()}
    found = {name: client.get(address(name, world)).status_code for name in GET}
    assert {name: code for name, code in found.items() if code != wanted[name]} == {}


def test_an_outsider_leaves_no_trace_in_a_community_that_is_not_theirs(world: World) -> None:
    # Signing out ends the walk; the residents' pages are everybody's.
    walked = [name for name in POST if name != "accounts:logout" and not name.startswith("portal:")]
    named = {name: address(name, world) for name in walked}
    before = Entry.objects.filter(community_id=world.home.community.pk).count()
    client = world.browser("outsider")
    for each in named.values():
        client.post(each)

    assert Entry.objects.filter(community_id=world.home.community.pk).count() == before
    assert world.home.users["operator"].memberships.get().ends_on is None
    for who in ("operator", "street"):
        world.home.users[who].refresh_from_db()
        assert world.home.users[who].is_active is True


def test_only_the_own_street_may_choose_a_community(world: World) -> None:
    """The street of the cast has both communities; the secretary has one, whatever the form says."""
    def chosen(who: str) -> int:
        client = world.browser(who)
        client.post(reverse("accounts:choose"), {"community": world.other.community.pk})
        return client.get(reverse("desk:matters")).wsgi_request.access.community.pk  # type: ignore[attr-defined]

    assert chosen("street") == world.other.community.pk
    assert chosen("secretary") == world.home.community.pk
