"""One table of everything that can be found."""

from django.db import models


class Document(models.Model):
    """One findable thing. `permission` is what its reader must hold; `grid_id` limits it to one grid's people.

    PostgreSQL keeps the tokens in an extra column `vector` (tsvector, GIN) and leaves `tokens` empty; SQLite keeps
    them here and triggers carry them into the FTS5 table `search_index` (both: migration 0002).
    """

    id = models.BigAutoField(primary_key=True)
    community_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    permission = models.CharField(max_length=40)
    grid_id = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField()
    title = models.CharField(max_length=120)
    tokens = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="document_once")]
        indexes = [models.Index(fields=["community_id", "id"], name="document_community")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
