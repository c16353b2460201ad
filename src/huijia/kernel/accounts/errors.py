"""Refusals, and the ways in which a request is sent elsewhere first."""

from huijia.kernel.communities.errors import Refusal

__all__ = ["CommunityNeeded", "FactorNeeded", "FreshNeeded", "LoginNeeded", "PasswordNeeded", "Refusal"]


class LoginNeeded(Exception):
    """Nobody is signed in; `StaffSession` turns this into a redirect to `url_name`."""

    url_name = "accounts:login"


class CommunityNeeded(LoginNeeded):
    """The user works in several communities and has not said in which one now."""

    url_name = "accounts:choose"


class PasswordNeeded(LoginNeeded):
    """The first password has to be changed before anything else."""

    url_name = "accounts:password"


class FactorNeeded(LoginNeeded):
    """The office wants a second factor from this role, and it is not set up yet."""

    url_name = "accounts:factor"


class FreshNeeded(LoginNeeded):
    """A dangerous act: who is signed in shows once more that it is they."""

    url_name = "accounts:confirm"
