"""Reads that name their community, or do not happen.

`Model.objects` hands out a closed queryset: it can be filtered, annotated and cloned, but raises `Unscoped`
as soon as its SQL is needed. `.of(community)` opens it for one community, `.among(communities)` for those of a
street (the street's desk only), `.everywhere()` for all (worker and commands only), and a related manager
(`matter.helpers`) is open since the parent was reached by an open door. The mark sits on the `Query`, so it also
holds inside `Subquery`, `Exists`, `__in`, unions and combined querysets.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models.sql import Query

if TYPE_CHECKING:
    from huijia.kernel.communities.models import Community

M = TypeVar("M", bound=models.Model)

_validating: ContextVar[bool] = ContextVar("validating", default=False)


class Unscoped(RuntimeError):
    """A read that did not say of which community; a fault in our code, never in the reader's request."""


class ScopedQuery(Query):
    """A query that refuses to become SQL while it is closed.

    Open unless the manager closed it: Django itself builds helper queries of the same class (`exclude` over a
    to-many relation) which take their scope from the query around them.
    """

    closed = False

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        self.refuse_closed()
        return super().get_compiler(*args, **kwargs)

    def refuse_closed(self) -> None:
        if self.closed and not self.is_empty() and not _validating.get():
            assert self.model is not None
            raise Unscoped(f"{self.model.__name__}.objects: name the community with .of(community)")


class ScopedQuerySet(models.QuerySet[M]):
    query: Any

    def of(self, community: Community | int) -> Self:
        """Only the rows of `community` (the object or its id)."""
        chosen = self.filter(community=community)
        chosen.query.closed = False
        return chosen

    def among(self, communities: Iterable[Community | int]) -> Self:
        """Only the rows of these communities, as `StreetAccess.communities` names them: for the street's desk."""
        chosen = self.filter(community__in=list(communities))
        chosen.query.closed = False
        return chosen

    def everywhere(self) -> Self:
        """The rows of all communities: for the worker, commands and migrations, never for a page."""
        clone = self.all()
        clone.query.closed = False
        return clone

    def _add_hints(self, **hints: Any) -> None:
        super()._add_hints(**hints)  # type: ignore[misc]
        if hints.get("instance") is not None:
            self.query.closed = False

    def _refuse_closed(self) -> None:
        if getattr(self.query, "closed", False):
            ScopedQuery.refuse_closed(self.query)

    def __or__(self, other: Any) -> Self:
        return _joined(super().__or__(other), other)

    def __xor__(self, other: Any) -> Self:
        return _joined(super().__xor__(other), other)

    def update(self, **kwargs: Any) -> int:
        self._refuse_closed()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_closed()
        return super().delete()

    def _raw_delete(self, using: str | None) -> int:
        self._refuse_closed()
        return super()._raw_delete(using)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        self._refuse_closed()
        return super().raw(*args, **kwargs)

    def aiterator(self, chunk_size: int = 2000) -> AsyncIterator[M]:
        self._refuse_closed()
        return super().aiterator(chunk_size)


Q = TypeVar("Q", bound="ScopedQuerySet[Any]")


def _joined(both: Q, other: Any) -> Q:
    """`open | closed` would show the rows of all communities: the result is closed again."""
    if getattr(other.query, "closed", False) and not other.query.is_empty():
        both.query.closed = True
    return both


class ScopedManager(models.Manager[M]):
    """The manager of what belongs to a community; `from_queryset` takes subclasses of ScopedQuerySet."""

    _queryset_class: Any = ScopedQuerySet

    def get_queryset(self) -> ScopedQuerySet[M]:
        query = ScopedQuery(self.model)
        query.closed = True
        hints: dict[str, Any] = getattr(self, "_hints", {})
        queryset: ScopedQuerySet[M] = self._queryset_class(self.model, query=query, using=self._db, hints=hints)
        if hints.get("instance") is not None:
            query.closed = False
        return queryset

    def of(self, community: Community | int) -> ScopedQuerySet[M]:
        """Only the rows of `community` (the object or its id)."""
        return self.get_queryset().of(community)

    def among(self, communities: Iterable[Community | int]) -> ScopedQuerySet[M]:
        """Only the rows of these communities."""
        return self.get_queryset().among(communities)

    def everywhere(self) -> ScopedQuerySet[M]:
        """The rows of all communities: for the worker, commands and migrations, never for a page."""
        return self.get_queryset().everywhere()


@contextmanager
def validating() -> Iterator[None]:
    """Django's own uniqueness checks look through the default manager; they show nobody a row."""
    token = _validating.set(True)
    try:
        yield
    finally:
        _validating.reset(token)
