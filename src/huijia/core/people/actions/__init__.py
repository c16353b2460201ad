"""Every write of people."""

from huijia.core.people.actions.absences import cancel_absence, set_absence
from huijia.core.people.actions.deaths import Consequences, consequences_of_death, record_death
from huijia.core.people.actions.facts import LABELS as FACT_LABELS
from huijia.core.people.actions.facts import contradictions, fill
from huijia.core.people.actions.homes import add_home, end_home, make_main, move_away, move_household
from huijia.core.people.actions.households import register_household, split_household
from huijia.core.people.actions.journal import undo
from huijia.core.people.actions.logins import link_login, unlink_login
from huijia.core.people.actions.members import change_head, join_household, leave_household
from huijia.core.people.actions.merging import call_different, merge
from huijia.core.people.actions.persons import Unsure, add_person, correct_person, register_person
from huijia.core.people.actions.posts import end_care, end_post, give_post, look_after
from huijia.core.people.actions.reveals import reveal_field, reveal_phone
from huijia.core.people.actions.rosters import HouseholdDraft, add_households
from huijia.core.people.actions.texts import set_phone

__all__ = [
    "FACT_LABELS", "Consequences", "HouseholdDraft", "Unsure", "add_home", "add_households", "add_person",
    "call_different", "cancel_absence", "change_head", "consequences_of_death", "contradictions", "correct_person",
    "end_care", "end_home", "end_post", "fill", "give_post", "join_household", "leave_household", "link_login",
    "look_after", "make_main", "merge", "move_away", "move_household", "record_death", "register_household",
    "register_person", "reveal_field", "reveal_phone", "set_absence", "set_phone", "split_household", "undo",
    "unlink_login",
]
