from huijia.core.matters.models.category import Category
from huijia.core.matters.models.imports import ImportJob, ImportState
from huijia.core.matters.models.matter import Matter
from huijia.core.matters.models.records import Alarm, Extension, Grade, Handover, Helper

__all__ = [
    "Alarm", "Category", "Extension", "Grade", "Handover", "Helper", "ImportJob", "ImportState", "Matter",
]
