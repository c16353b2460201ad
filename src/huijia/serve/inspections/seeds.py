"""The checklists that ship. Gas after the usual points of a home gas check; each office edits its own versions."""

from huijia.serve.inspections.enums import Level, Subject

S, M, N = Level.SEVERE, Level.MAJOR, Level.MINOR

# subject, name, (text, level of a failing item)
TEMPLATES = (
    (Subject.GAS, "居民用户燃气安全检查表", (
        ("接口、阀门、灶具用检漏液查，没有漏气", S), ("燃气管没有锈蚀、包裹、挂重物、当接地线", M),
        ("没有私自改装、拆移燃气设施", M), ("燃气表在使用年限内，运行正常", M),
        ("灶前阀、表前阀开关灵活", N),
        ("连接软管是专用管，不超过 2 米，没有接头、穿墙，没有超期", M),
        ("灶具有熄火保护，不超过 8 年", M),
        ("热水器不是直排式", S), ("热水器烟道接到室外，没有脱落", S),
        ("厨房里没有两种气源混用", S), ("厨房通风良好", M),
        ("厨房不住人、不当卧室", S), ("没有违规存放液化气瓶", M),
        ("燃气报警器、自闭阀正常", N), ("已当面讲解安全用气", N),
    )),
    (Subject.FIRE, "居民家庭消防安全检查表", (
        ("楼道、安全出口没有堆放杂物", M), ("没有私拉乱接电线，没有超负荷用电", M), ("电器线路没有老化、破皮", M),
        ("没有在室内、楼道给电瓶充电", S), ("没有存放烟花爆竹、汽油等易燃易爆品", S), ("防盗窗留有逃生口", M),
        ("有灭火器或灭火毯，会使用", N), ("卧床吸烟、用火已提醒", N),
    )),
    (Subject.EBIKE, "电动自行车安全检查表", (
        ("没有停放在门厅、楼梯间、疏散通道", M), ("没有“飞线”充电", M), ("没有进楼入户充电", S),
        ("没有改装车辆、改装电池", M), ("知道集中充电点在哪里", N),
    )),
    (Subject.RENTAL, "出租房安全检查表", (
        ("没有违规隔断、群租", M), ("厨房、卧室分开，用气合格", S), ("用电线路合格，没有私拉乱接", M),
        ("有逃生出口，窗户没有封死", S), ("有灭火器材", N), ("承租人信息已登记", N),
    )),
)


def items_of(lines: tuple[tuple[str, Level], ...]) -> list[dict[str, str]]:
    return [
        {"code": f"i{number:02d}", "text": text, "level": str(level)} for number, (text, level) in enumerate(lines, 1)
    ]
