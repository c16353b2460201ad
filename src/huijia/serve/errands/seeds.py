"""What communities usually see to for residents; each office edits its own list."""

from huijia.kernel.communities.models import Community
from huijia.serve.errands.models import ErrandService

# name, where, materials, working days
SERVICES = (
    ("老年优待证", "街道便民服务中心", "身份证 原件\n一寸照片 2 张", 5),
    ("高龄津贴认证", "街道便民服务中心", "身份证 原件", 3),
    ("残疾人证换证", "区残联窗口", "旧残疾人证 原件\n身份证 原件\n一寸照片 2 张", 15),
    ("医保报销", "区医保窗口", "医保卡 原件\n发票 原件\n出院小结 原件\n银行卡复印件", 20),
    ("医保参保缴费", "街道便民服务中心", "身份证 原件", 2),
    ("居住证明", "社区办公室", "身份证复印件", 1),
    ("水电燃气过户", "营业厅", "身份证复印件\n房产证明复印件", 5),
    ("退役军人优待证", "街道退役军人服务站", "身份证 原件\n退役证 原件\n一寸照片 2 张", 20),
)


def rows_for(community: Community) -> list[ErrandService]:
    return [
        ErrandService(community=community, name=name, office=office, materials=materials, days=days)
        for name, office, materials, days in SERVICES
    ]
