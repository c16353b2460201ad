"""What a community's counter usually does; each office edits its own list."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities.models import Community
from huijia.serve.counter.models import CounterService

NO_FEE = _("不收费")
# name, what to bring, how long until it is done, minutes at the counter, basis
SERVICES = (
    ("居住证明", "身份证原件\n户口簿或租房合同原件", "当场办", 10, "社区工作事项准入清单(以本地公布的为准)"),
    ("老年优待证申请", "身份证原件\n一寸照片 1 张", "5 个工作日", 15, "江苏省老年人权益保障条例"),
    ("高龄津贴认证", "身份证原件\n本人到场，或者上门认证", "当场办", 10, "当地高龄津贴发放办法"),
    ("城乡居民医保参保", "身份证原件\n户口簿", "当场办", 15, "城乡居民基本医疗保险办法"),
    ("城乡居民养老待遇认证", "身份证原件\n本人到场", "当场办", 10, "城乡居民基本养老保险办法"),
    (
        "低保申请初审", "身份证原件\n户口簿\n家庭收入和财产声明\n银行卡复印件", "10 个工作日报街道", 30,
        "社会救助暂行办法",
    ),
    ("残疾人证申请受理", "身份证原件\n户口簿\n两寸彩色照片 3 张", "5 个工作日报街道", 20, "残疾人证管理办法"),
    ("生育登记", "夫妻双方身份证\n结婚证\n户口簿", "当场办", 15, "江苏省人口与计划生育条例"),
    ("退役军人优待证受理", "身份证原件\n退役证原件\n一寸照片 1 张", "报街道服务站", 20, "退役军人优待证管理办法"),
    ("党组织关系转接", "身份证原件\n原支部介绍信", "5 个工作日", 20, "中国共产党党员教育管理工作条例"),
)


def services_for(community: Community) -> list[CounterService]:
    return [
        CounterService(
            community=community, name=name, materials=materials, takes=takes, minutes=minutes, basis=basis,
            fee=str(NO_FEE),
        )
        for name, materials, takes, minutes, basis in SERVICES
    ]
