from huijia.core.matters.models.category import Category
from huijia.core.matters.models.matter import Matter
from huijia.core.matters.models.public import PublicWords
from huijia.core.matters.models.records import Alarm, Extension, Grade, Handover, Helper, SampleCheck
from huijia.core.matters.models.transfer import Transfer

__all__ = [
    "Alarm", "Category", "Extension", "Grade", "Handover", "Helper", "Matter", "PublicWords", "SampleCheck",
    "Transfer",
]
