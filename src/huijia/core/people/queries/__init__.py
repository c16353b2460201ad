"""Reads of people used more than once. Days are local dates; a relation holds on [starts_on, ends_on)."""

from huijia.core.people.queries.dates import holding, overlaps
from huijia.core.people.queries.homes import (
    Head,
    cared_by,
    heads_at,
    homes_of,
    is_office,
    living_at,
    on_the_way,
    walks,
)
from huijia.core.people.queries.names import names_in, without_names
from huijia.core.people.queries.persons import (
    home_of,
    id_hash,
    people_of_user,
    people_with_id,
    people_with_phone,
    person_id_number,
    person_phone,
    phone_hash,
)
from huijia.core.people.queries.posts import (
    Carer,
    absent_for_me,
    acts_for,
    carers_at,
    carers_of,
    cares_for,
    deputies_of,
    households_of_carer,
    posts_of_kinds,
)
from huijia.core.people.queries.roster import AGES, Wanted, count_up_to, residents

__all__ = [
    "AGES", "Carer", "Head", "Wanted", "absent_for_me", "acts_for", "cared_by", "carers_at", "carers_of", "cares_for",
    "count_up_to", "deputies_of", "heads_at", "holding", "home_of", "homes_of", "households_of_carer", "id_hash",
    "is_office", "living_at", "names_in", "on_the_way", "overlaps", "people_of_user", "people_with_id",
    "people_with_phone", "person_id_number", "person_phone", "phone_hash", "posts_of_kinds", "residents", "walks",
    "without_names",
]
