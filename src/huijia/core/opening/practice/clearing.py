"""Takes away every row that the practice community owns, of whatever app; the ledger stays."""

from django.apps import apps
from django.db import connection, models, transaction

from huijia.kernel.communities.models import Community

# Written for ever, and the logins' roles, which are those of the live community.
KEPT = frozenset({"ledger", "accounts"})


def owned_tables() -> list[type[models.Model]]:
    """Every model with a `community_id`, found by looking, so that later rooms are cleared too."""
    return [
        model for model in apps.get_models()
        if model._meta.app_label not in KEPT and model._meta.managed
        and any(field.attname == "community_id" for field in model._meta.concrete_fields)
    ]


def clear(practice: Community) -> None:
    """All in one transaction: foreign keys are checked at its end, so the order does not matter.

    Raises:
        ValueError: it is no practice copy.
    """
    if not practice.is_practice:
        raise ValueError(f"not a practice copy: {practice.pk}")
    owned = owned_tables()
    with transaction.atomic(), connection.cursor() as cursor:
        for table, column, parent in _hanging_on(owned):
            cursor.execute(
                f'DELETE FROM "{table}" WHERE "{column}" IN (SELECT id FROM "{parent}" WHERE community_id = %s)',
                [practice.pk],
            )
        for model in owned:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE community_id = %s', [practice.pk])


def _hanging_on(owned: list[type[models.Model]]) -> list[tuple[str, str, str]]:
    """(table, column, table pointed at) of rows without a community of their own, such as links of many to many."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model in owned or model._meta.app_label in KEPT:
            continue
        for field in model._meta.concrete_fields:
            target = field.related_model
            if isinstance(target, type) and target in owned:
                found.append((model._meta.db_table, str(field.column), target._meta.db_table))
    return found
