from huijia.kernel.accounts.models.factors import Factor, RecoveryCode
from huijia.kernel.accounts.models.sessions import Means, SignIn, TrustedDevice
from huijia.kernel.accounts.models.users import Membership, User, UserManager, normal_username

__all__ = [
    "Factor", "Means", "Membership", "RecoveryCode", "SignIn", "TrustedDevice", "User", "UserManager",
    "normal_username",
]
