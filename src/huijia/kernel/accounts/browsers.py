"""What a browser calls itself, in words that its owner knows it by."""

_BROWSERS = (
    ("MicroMessenger", "微信"), ("wxwork", "企业微信"), ("DingTalk", "钉钉"), ("Edg", "Edge"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("HuaweiBrowser", "Huawei"), ("MiuiBrowser", "Xiaomi"), ("CriOS", "Chrome"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Macintosh", "Mac"), ("Linux", "Linux"),
)
_PHONES = ("HarmonyOS", "Android", "iPhone")


def family_of(user_agent: str) -> str:
    """`Chrome · Android`: only the family, for a list that somebody reads; "" for what nobody knows."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " · ".join(word for word in (browser, system) if word)


def is_phone(user_agent: str) -> bool:
    return any(mark in user_agent for mark in _PHONES)
