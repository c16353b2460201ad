from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "huijia.core.people"
    label = "people"
    verbose_name = _("人和户")

    def ready(self) -> None:
        from huijia.core.people import holdings, log, queries
        from huijia.core.people.actions import repoints
        from huijia.core.people.roster.importer import ResidentImporter
        from huijia.kernel.accounts import access
        from huijia.kernel.imports import importers

        access.register_people(queries.people_of_user)
        importers.register(ResidentImporter())
        holdings.register()
        log.register()
        repoints.register()
