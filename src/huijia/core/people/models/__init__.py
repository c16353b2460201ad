"""Who lives where, who holds which post, who looks after whom. Every relation that changes carries half-open dates."""

from huijia.core.people.models.changes import Change, Distinct
from huijia.core.people.models.dated import Dated, dated_right
from huijia.core.people.models.household import Household, HouseholdMember, Residence
from huijia.core.people.models.person import Person
from huijia.core.people.models.posts import Absence, Care, Post

__all__ = [
    "Absence", "Care", "Change", "Dated", "Distinct", "Household", "HouseholdMember", "Person", "Post", "Residence",
    "dated_right",
]
