"""How often communities usually visit; each office edits its own."""

from huijia.core.people.enums import KeyGroup

# name, key group ("" for every home), once in so many days
RULES = (
    ("每户一年走一遍", "", 365),
    ("独居每月一次", KeyGroup.ALONE, 30),
    ("高龄每月一次", KeyGroup.AGED, 30),
    ("困境儿童每月一次", KeyGroup.CHILD, 30),
    ("残疾每季一次", KeyGroup.DISABLED, 90),
    ("低保每季一次", KeyGroup.SUBSISTENCE, 90),
)
