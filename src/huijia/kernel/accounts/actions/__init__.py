"""Every write of this app that is done to an account; signing in and out is in `sessions`."""

from huijia.kernel.accounts.actions.devices import shut_device, trust, try_pin
from huijia.kernel.accounts.actions.factors import (
    begin_factor,
    confirm_factor,
    drop_factor,
    renew_recovery_codes,
    reset_factor,
    take_code,
)
from huijia.kernel.accounts.actions.memberships import end_membership, grant
from huijia.kernel.accounts.actions.sessions import cut_off, end_others, end_sign_in
from huijia.kernel.accounts.actions.users import (
    change_password,
    create_user,
    deactivate,
    edit_user,
    reactivate,
    set_password,
)

__all__ = [
    "begin_factor",
    "change_password",
    "confirm_factor",
    "create_user",
    "cut_off",
    "deactivate",
    "drop_factor",
    "edit_user",
    "end_membership",
    "end_others",
    "end_sign_in",
    "grant",
    "reactivate",
    "renew_recovery_codes",
    "reset_factor",
    "set_password",
    "shut_device",
    "take_code",
    "trust",
    "try_pin",
]
