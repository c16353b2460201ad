"""Every write of this app."""

from huijia.core.opening.actions.codes import check_code, issue_code
from huijia.core.opening.actions.founding import Draft, Founded, found_office
from huijia.core.opening.actions.opening import edit_details, open_community, put_off, switch_module
from huijia.core.opening.actions.staffing import Appointed, Newcomer, appoint

__all__ = [
    "Appointed", "Draft", "Founded", "Newcomer", "appoint", "check_code", "edit_details", "found_office", "issue_code",
    "open_community", "put_off", "switch_module",
]
