"""The hotline's lists as the import machine sees them."""

from huijia.kernel.imports import importers
from huijia.serve.hotline.imports.missed import MissedImporter
from huijia.serve.hotline.imports.transfers import TransferImporter


def register() -> None:
    importers.register(MissedImporter())
    importers.register(TransferImporter())
