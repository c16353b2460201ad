"""Occasions, who signed up for them, and who came."""

from huijia.core.signup.models.attendance import Attendance
from huijia.core.signup.models.occasion import Occasion
from huijia.core.signup.models.signup import Signup

__all__ = ["Attendance", "Occasion", "Signup"]
