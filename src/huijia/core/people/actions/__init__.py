"""Every write of people."""

from huijia.core.people.actions.absences import cancel_absence, set_absence
from huijia.core.people.actions.logins import link_login, unlink_login
from huijia.core.people.actions.persons import add_person
from huijia.core.people.actions.posts import end_care, end_post, give_post, look_after
from huijia.core.people.actions.reveals import reveal_phone
from huijia.core.people.actions.rosters import HouseholdDraft, add_households
from huijia.core.people.actions.texts import set_phone

__all__ = [
    "HouseholdDraft", "add_households", "add_person", "cancel_absence", "end_care", "end_post", "give_post",
    "link_login", "look_after", "reveal_phone", "set_absence", "set_phone", "unlink_login",
]
