"""Every write of this app that is done to an account; signing in and out is in `sessions`."""

from huijia.kernel.accounts.actions.memberships import end_membership, grant
from huijia.kernel.accounts.actions.users import (
    change_password,
    create_user,
    deactivate,
    edit_user,
    reactivate,
    set_password,
)

__all__ = [
    "change_password",
    "create_user",
    "deactivate",
    "edit_user",
    "end_membership",
    "grant",
    "reactivate",
    "set_password",
]
