"""Refusals, and the ways in which a request is sent elsewhere first."""

from huijia.kernel.communities.errors import Refusal

__all__ = ["CommunityNeeded", "LoginNeeded", "PasswordNeeded", "Refusal"]


class LoginNeeded(Exception):
    """Nobody is signed in; `StaffSession` turns this into a redirect to `url_name`."""

    url_name = "accounts:login"


class CommunityNeeded(LoginNeeded):
    """The user works in several communities and has not said in which one now."""

    url_name = "accounts:choose"


class PasswordNeeded(LoginNeeded):
    """The first password has to be changed before anything else."""

    url_name = "accounts:password"
