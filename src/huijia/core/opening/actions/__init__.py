"""Every write of this app."""

from huijia.core.opening.actions.codes import check_code, issue_code
from huijia.core.opening.actions.founding import Draft, Founded, found_office

__all__ = ["Draft", "Founded", "check_code", "found_office", "issue_code"]
