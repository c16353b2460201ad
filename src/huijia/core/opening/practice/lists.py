"""What rooms offer and agree on goes into the practice copy too: their lists, which name nobody.

Each room registers the models of its lists in `AppConfig.ready()`. A list is copied row by row; of its keys only the
community is followed, so a model with another one that must be there is no list.
"""

from typing import Any

from django.db.models import ForeignKey, UUIDField

from huijia.kernel.communities.models import Community, CommunityOwned

_LISTS: list[type[CommunityOwned]] = []


def register(*models: type[CommunityOwned]) -> None:
    for model in models:
        wrong = [field.name for field in _keys(model) if not field.null]
        if wrong:
            raise ValueError(f"{model.__name__} is no list: {', '.join(wrong)}")
        if model not in _LISTS:
            _LISTS.append(model)


def _keys(model: type[CommunityOwned]) -> list[ForeignKey[Any, Any]]:
    return [
        field for field in model._meta.concrete_fields if isinstance(field, ForeignKey) and field.name != "community"
    ]


def copy_all(live: Community, practice: Community) -> None:
    """One statement to read and one to write for each list."""
    for model in _LISTS:
        rows = list(model.objects.of(live).order_by("pk"))
        for row in rows:
            row.pk, row.community = None, practice
            for field in model._meta.concrete_fields:
                if isinstance(field, UUIDField) and field.unique:
                    setattr(row, field.attname, field.get_default())
            for key in _keys(model):
                setattr(row, key.attname, None)
        model.objects.bulk_create(rows)
