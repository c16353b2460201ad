"""What the station is for; its occasions are `core.signup`'s."""

from huijia.core.signup.enums import OccasionKind

SOURCE = "station"
"""`Occasion.source_kind` of what a programme made; its `source_id` is the programme."""

KINDS = (OccasionKind.CLASS, OccasionKind.TALK, OccasionKind.FILM, OccasionKind.CLINIC, OccasionKind.HANDS)
"""课程、讲座、电影演出、义诊、手工文体: attendances of these are the station's, however they were planned."""
