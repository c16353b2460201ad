"""What a community usually does at home; each office edits its own list."""

from huijia.kernel.communities.models import Community
from huijia.serve.home_orders.models import HomeService

# name, minutes, what to know
SERVICES = (
    ("量血压", 20, "量前静坐五分钟；血压高会请您再量或去医院看"),
    ("代买药品", 40, "请备好医保卡和处方，只代买不荐药"),
    ("理发", 40, "适合行动不便的居民"),
    ("水电小修", 40, "换灯泡、水龙头等小修，材料自备或按票据付"),
    ("助餐送餐", 20, "中午送到家"),
    ("陪同看病", 180, "陪诊、取号、拿药"),
    ("代办手续", 60, "先看清要带哪些材料"),
    ("手机使用", 30, "教会用手机看通知、打视频"),
)

def plant(community: Community) -> None:
    """The usual list for a community that has none; a second time changes nothing."""
    if HomeService.objects.of(community).exists():
        return
    HomeService.objects.bulk_create(
        [HomeService(community=community, name=name, minutes=minutes, note=note) for name, minutes, note in SERVICES]
    )
