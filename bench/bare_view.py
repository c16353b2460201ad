"""A yardstick: the smallest Django view with a form, CSRF and three inserts in one transaction, on the same server.

`bench.bare_view:application` is served by granian as the product is, and gets the same posts.
"""

import os

import django
from django.conf import settings

from huijia.config import env

if not settings.configured:
    settings.configure(
        SECRET_KEY="bench" * 12, ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, USE_TZ=True, INSTALLED_APPS=[],
        MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"], DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": env.database(os.environ.get("DATABASE_URL", ""), env.ROOT / "unused")},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )
    django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import path


class Said(models.Model):
    """A report of the yardstick."""

    uuid = models.UUIDField(unique=True)
    text = models.TextField()
    phone = models.CharField(max_length=40)

    class Meta:
        app_label = "bare"
        db_table = "bare_said"


class Logged(models.Model):
    """What happened to it, and what is to be sent about it."""

    said = models.ForeignKey(Said, models.PROTECT)
    kind = models.CharField(max_length=20)

    class Meta:
        app_label = "bare"
        db_table = "bare_logged"


def make_tables() -> None:
    there = connection.introspection.table_names()
    with connection.schema_editor() as editor:
        for model in (Said, Logged):
            if model._meta.db_table not in there:
                editor.create_model(model)


def view(request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse(f'<input name="csrfmiddlewaretoken" value="{get_token(request)}">')
    with transaction.atomic():
        said = Said.objects.create(
            uuid=request.POST["uuid"], text=request.POST["text"], phone=request.POST.get("phone", "")
        )
        Logged.objects.create(said=said, kind="ledger")
        Logged.objects.create(said=said, kind="outbox")
    return HttpResponseRedirect("/", status=303)


urlpatterns = [path("d/<str:token>/report/", view)]
application = get_wsgi_application()
