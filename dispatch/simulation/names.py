"""What people and housing estates of the simulated city are called, and what customers say."""

from typing import Final

TECHNICIANS: Final = (
    ("王志强", "Wang Zhiqiang"), ("许建国", "Xu Jianguo"), ("周航", "Zhou Hang"), ("孙明", "Sun Ming"),
    ("吴军", "Wu Jun"), ("陈立", "Chen Li"), ("何永福", "He Yongfu"), ("林海", "Lin Hai"),
    ("黄文杰", "Huang Wenjie"), ("郑国安", "Zheng Guo'an"), ("梁家栋", "Liang Jiadong"), ("邱小龙", "Qiu Xiaolong"),
    ("彭勇", "Peng Yong"), ("谢志伟", "Xie Zhiwei"), ("罗振华", "Luo Zhenhua"), ("蔡明亮", "Cai Mingliang"),
    ("丁晓峰", "Ding Xiaofeng"), ("叶建平", "Ye Jianping"), ("傅东升", "Fu Dongsheng"), ("曹磊", "Cao Lei"),
    ("潘春生", "Pan Chunsheng"), ("袁宏", "Yuan Hong"), ("钟国良", "Zhong Guoliang"), ("汪洋", "Wang Yang"),
    ("田野", "Tian Ye"), ("任伟", "Ren Wei"), ("姜海涛", "Jiang Haitao"), ("范思远", "Fan Siyuan"),
    ("方志刚", "Fang Zhigang"), ("石磊", "Shi Lei"), ("姚斌", "Yao Bin"), ("谭松", "Tan Song"),
    ("廖启明", "Liao Qiming"), ("邹凯", "Zou Kai"), ("熊伟", "Xiong Wei"), ("金学文", "Jin Xuewen"),
    ("陆远", "Lu Yuan"), ("郝建军", "Hao Jianjun"), ("孔繁荣", "Kong Fanrong"), ("白雪梅", "Bai Xuemei"),
)  # fmt: skip
SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏傅方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔"
)
GIVEN: Final = (
    "静怡", "建华", "秀英", "志明", "丽娟", "晓东", "雨桐", "子涵", "桂芳", "国强", "海燕", "文博", "欣怡", "俊杰",
    "玉兰", "浩然", "美玲", "振宇", "小红", "立新", "雪", "磊", "敏", "洋", "艳", "涛", "婷", "超", "霞", "鹏",
    "春梅", "思源", "嘉怡", "永强", "凤英", "梓轩", "晓燕", "家豪", "淑珍", "天佑", "慧敏", "宏伟", "佳琪", "德胜",
)  # fmt: skip
TRADITIONAL_NAMES: Final = ("陳思穎", "林雅婷", "黃國華", "張詠欣", "劉家銘", "吳佩珊", "鄭凱文", "許淑芬")
ENGLISH_NAMES: Final = (
    "Emma Clarke", "Daniel Okafor", "Priya Nair", "Lucas Meyer", "Sofia Rossi", "James Whitfield", "Hannah Cohen",
    "Mateo Alvarez", "Aiko Tanaka", "Liam O'Brien", "Nadia Haddad", "Tom Becker",
)  # fmt: skip
PHONE_PREFIXES: Final = (
    "130",
    "131",
    "135",
    "136",
    "137",
    "138",
    "139",
    "150",
    "151",
    "158",
    "159",
    "186",
    "188",
)
"""Followed by 0000: no operator gives such numbers to a person."""

ESTATE_FIRST: Final = (
    "榕景", "江湾", "翠堤", "金桂", "锦绣", "望湖", "梧桐", "香樟", "书香", "和平", "阳光", "东方", "鹭鸣", "观澜",
    "祥和", "紫薇", "玉兰", "荷塘", "丹枫", "云栖",
)  # fmt: skip
ESTATE_LAST: Final = ("花园", "苑", "小区", "新村", "名邸", "公馆", "家园", "里")
WORKPLACES: Final = ("宿舍", "职工楼", "家属院")

NOTES: Final = {
    "install": (
        "有小孩午睡，请先打电话再敲门",
        "弱电箱在玄关柜后面",
        "要穿墙走线到书房",
        "小区门口要登记，报门牌号",
        "首次开户，身份证原件已备",
        "电视和光猫不在一个房间",
        "楼道在装修，走货梯",
        "Please call before coming, the guard only speaks Chinese",
    ),
    "move": (
        "旧房月底退租，光猫自带",
        "新房已预埋皮线",
        "两边都有人，先拆后装",
        "搬家当天，东西多，请带梯子",
        "新房弱电箱没有插座",
    ),
    "repair": (
        "光猫红灯，重启无效",
        "晚上掉线，白天正常",
        "全屋断网，楼上邻居正常",
        "网速只有几十兆",
        "电视卡顿，网页正常",
        "光纤被搬家公司碰断",
        "光信号灯闪烁，已自查",
        "无线连上但打不开网页",
        "Optical light is red since this morning",
    ),
}
QUESTIONS: Final = {
    "zh-Hans": (
        "师傅几点能到？我两点前要出门。",
        "可以顺便看一下卧室的无线信号吗？",
        "需要准备什么证件？",
        "光猫要收押金吗？",
        "来之前能不能提前半小时打电话？",
        "家里只有老人在，可以装吗？",
        "小区不让停车，师傅怎么来？",
    ),
    "zh-Hant": ("師傅大概幾點到？", "需要準備什麼證件嗎？", "可以順便看一下臥室的訊號嗎？"),
    "en": (
        "Can the technician also check the Wi-Fi in the bedroom?",
        "Do I need to show my passport?",
        "Could you call me half an hour before?",
    ),
}
ANSWERS: Final = {
    "zh-Hans": (
        "您好，已转告师傅，出发前会先给您打电话。",
        "您好，可以的，师傅上门时一并处理。",
        "您好，带身份证原件即可，不收押金。",
    ),
    "zh-Hant": ("您好，已轉告師傅，出發前會先打電話給您。", "您好，可以的，請備妥身分證件。"),
    "en": (
        "Yes, the technician will do it on the visit.",
        "We have told the technician, who will call you first.",
    ),
}
WITHDRAWAL_REASONS: Final = ("换了别家宽带", "房子不租了", "自己修好了", "近期出差，暂时不装", "家里人不同意")
REOPEN_REASONS: Final = ("还是上不了网", "网速又慢了", "Still not working in the evening")
PRAISE: Final = {
    5: "师傅很专业，网速很快",
    4: "挺好的，就是来得晚了几分钟",
    3: "还行，卧室信号一般",
    2: "装完没讲怎么用，打电话也没人接",
    1: "网还是慢，地也没擦干净",
}
CARE_WORDS: Final = {
    "locate": "回放通话并查看测速记录，确认客户反映属实",
    "analyse": "交付环节漏了讲解和清洁，无线路由摆放不当",
    "care": "已上门致歉、调整路由位置并复测，客户在场",
}
VERDICTS: Final = {"satisfied": "这回可以了，谢谢", "dissatisfied": "晚上还是卡，再看看"}
FAULT_WORDS: Final = {
    "no_access": "家里没人，电话不接",
    "not_ready": "弱电箱未通电",
    "parts": "缺光模块",
    "line_fault": "主干光缆中断，待线路组处理",
    "other": "小区物业不让进",
}
