from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Last in the list: holds the commands that reach across the house."""

    name = "huijia.config"
    label = "house"
