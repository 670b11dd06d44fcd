"""Two people changed one record: what each text becomes, and where a person has to choose."""

from collections.abc import Mapping
from dataclasses import dataclass

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clash:
    """A text both changed, each to something else."""

    key: str
    base: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Mine where I changed it, theirs where only they did; `taken` are theirs that came in."""

    texts: dict[str, str]
    taken: tuple[str, ...]
    clashes: tuple[Clash, ...]


def merge(base: Texts, theirs: Texts, mine: Texts) -> Merged:
    """Bring together what two people made of `base`; a text that is not named is empty."""
    texts: dict[str, str] = {}
    taken, clashes = [], []
    for key in dict.fromkeys((*mine, *theirs, *base)):
        one = Clash(key, *(texts_of.get(key, "") for texts_of in (base, theirs, mine)))
        if one.mine == one.base != one.theirs:
            taken.append(key)
        elif one.base != one.theirs != one.mine:
            clashes.append(one)
        texts[key] = one.theirs if one.mine == one.base else one.mine
    return Merged(texts, tuple(taken), tuple(clashes))


def settled(
    base: Mapping[str, Texts], theirs: Mapping[str, Texts], mine: Mapping[str, Texts]
) -> dict[str, Texts]:
    """The lines of `base` to merge on: one that a person took out and the other changed is new.

    So it stays, whole, in the outcome; whoever does not want it takes it out once more.
    """

    def fought_over(key: str) -> bool:
        known = [texts_of[key] for texts_of in (theirs, mine) if key in texts_of]
        return len(known) == 1 and known[0] != base[key]

    return {key: texts for key, texts in base.items() if not fought_over(key)}
