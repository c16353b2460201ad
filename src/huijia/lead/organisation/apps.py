from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

CODE = "organisation"


class OrganisationConfig(AppConfig):
    name = "huijia.lead.organisation"
    label = "organisation"
    verbose_name = _("党组织")

    def ready(self) -> None:
        from huijia.core.people import panels
        from huijia.kernel.communities import modules
        from huijia.kernel.imports import importers
        from huijia.lead.organisation import log, queries, repoints
        from huijia.lead.organisation.importer import PartyImporter

        modules.register(modules.Module(
            CODE, _("党组织"), "lead", _("党员名册：支部、党小组、职务和类别按日期记，只有有权限的人看得到。"),
        ))
        log.register()
        repoints.register()
        importers.register(PartyImporter())
        panels.register(panels.Panel(
            "party", _("党员"), "person", ("party.view",), "organisation/_panel.html", queries.panel_of, order=20,
            module=CODE,
        ))
