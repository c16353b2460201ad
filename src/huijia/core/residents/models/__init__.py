from huijia.core.residents.models.logins import Admission, Deed, PhoneCode, ResidentLogin
from huijia.core.residents.models.mandates import Mandate

__all__ = ["Admission", "Deed", "Mandate", "PhoneCode", "ResidentLogin"]
