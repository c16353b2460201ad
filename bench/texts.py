"""Made-up messages whose words come as unevenly as real ones."""

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ESTATES = ("回龙苑", "南山花园", "竹林新村", "傅家组", "回龙山组", "塘边组", "河西里", "学府名居", "长江路", "梅家湾")
# What it is about, and how often among all: the searches below count on these.
THINGS = (
    ("路灯", 0.12), ("垃圾", 0.1), ("停车", 0.09), ("噪音", 0.07), ("电梯", 0.06), ("楼道", 0.05), ("污水", 0.04),
    ("井盖", 0.03), ("绿化", 0.03), ("水管", 0.01), ("围墙", 0.004), ("栏杆", 0.002), ("獾子", 0.0001),
)
SEARCHED = {"frequent": "路灯", "medium": "水管", "rare": "獾子", "absent": "鲸鱼"}
OTHERS = _words(
    "树木 道路 水电 房屋 门锁 屋顶 雨棚 阳台 车位 充电 煤气 消防 排水 河道 池塘 广场 健身 快递 小狗 商贩 "
    "施工 工地 灰尘 油烟 招牌 电线 网络 信号 公交 校车 斑马线 红绿灯 摄像头 门禁 物业费 维修金 产权证 低保 "
    "医保 社保 补贴 养老 助餐 托育 疫苗 体检 户口 居住证 公积金 劳动 工资 欠款 合同 邻居 争吵 宠物 蚊虫 "
    "老鼠 白蚁 杂草 枯枝 危墙 塌方 积雪 结冰"
)
WRONG = _words(
    "坏了好几天没有人修 堆得到处都是影响通行 晚上特别吵没法休息 已经反映过几次还是老样子 下雨天就积水老人不好走 "
    "存在安全隐患担心小孩受伤 气味很大夏天不敢开窗 收费不清楚想问问标准 希望能够增加几处 被占用了报过警也没解决 "
    "年久失修掉下来过一次 邻里之间为此闹得不愉快 前期答应处理到现在没有动静 想了解一下办理需要什么材料"
)
WISHES = _words(
    "请社区尽快派人来看一看 希望协调物业处理 麻烦给个答复 请相关部门核实情况 望早日解决谢谢 盼回复 请安排工作人员上门 "
    "建议统一规划"
)
ANSWERS = ("已安排处理，情况属实，现已解决。", "经现场查看，已与物业协调，三日内完成。", "已电话联系居民并作出说明。")


def thing(random: Random) -> str:
    """One of THINGS as often as it says, else any of OTHERS."""
    place = random.random()
    for word, share in THINGS:
        if place < share:
            return word
        place -= share
    return random.choice(OTHERS)


def message(random: Random) -> str:
    """40 to 120 characters."""
    where = f"{random.choice(ESTATES)}{random.randrange(1, 60)}幢{random.randrange(1, 5)}单元"
    sentences = [f"{where}附近的{thing(random)}{random.choice(WRONG)}"]
    sentences += [f"{random.choice(OTHERS)}{random.choice(WRONG)}" for _more in range(random.randrange(1, 4))]
    return f"{',另外'.join(sentences)},{random.choice(WISHES)}。"
