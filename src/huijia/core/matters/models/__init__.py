from huijia.core.matters.models.category import Category
from huijia.core.matters.models.matter import Matter
from huijia.core.matters.models.records import Alarm, Extension, Grade, Handover, Helper

__all__ = [
    "Alarm", "Category", "Extension", "Grade", "Handover", "Helper", "Matter",
]
