"""Makes `tests/fonts` anew from `resources/fonts`; needs fontTools.

The subset keeps the shipped files' names, so that a test may put it in their place.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "resources" / "fonts"
SMALL = ROOT / "tests" / "fonts"

PLAIN = (
    "".join(map(chr, range(0x20, 0x7F))) + "·—…“”‘’、。《》〔〕【】「」！（），：；？％～　□☑√①②③"
)
WIDE = "０１２３４５６７８９ＡＢＣＸ"
TRADE = (
    "一二三四五六七八九十百千万亿零〇年月日时分元角整第号页共份人名男女民族身证件话电住址地生出职务单位县市镇乡村组"
    "社区网格员长综治中心委会晨议录到签席记主持参加缺应实事项交办责期限完成结进度说明备注矛盾纠纷调解申请受理登"
    "双方当代协书履行约定权利义告知回访卷编目台账报表周汇总合计统图例上下本有无是否不未已其他同意见由因果内容情况"
    "简要的和与在于为了以及对被将可按照依法律规章条款经自愿平等公正保密字盖印石桥王李张刘陈杨赵黄吴海燕强伟芳秀英"
)
RARE = "𠮷㛃"
FACES = {
    "NotoSansSC_400Regular.ttf": ("Grid Test Sans", PLAIN + WIDE + TRADE + RARE),
    "NotoSerifSC_400Regular.ttf": ("Grid Test Serif", PLAIN + WIDE + TRADE + RARE),
    "HanaMinB.ttf": ("Grid Test Rare", RARE),
}


def shrink(file: str, family: str, characters: str) -> None:
    """Write one face with these characters, under a family name that nobody reserved."""
    font = TTFont(SHIPPED / file, recalcTimestamp=False)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    worker = subset.Subsetter(options)
    worker.populate(text=characters)
    worker.subset(font)
    names = {1: family, 3: family, 4: family, 6: family.replace(" ", ""), 16: family}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.string)
    font["OS/2"].fsType = 0
    font.save(SMALL / file)


if __name__ == "__main__":
    SMALL.mkdir(exist_ok=True)
    for file, (family, characters) in FACES.items():
        shrink(file, family, characters)
