"""Rules F: agreements by word of mouth (§6.2)."""

from core.records.mediation_case import Evidence
from core.services.case_check import likeness
from core.services.case_check.book import rule
from core.services.case_check.look import Look, Points

_PROOFS = ("evidence", "performance_proof")


@rule("F01")
def better_written(x: Look) -> Points:
    """Much money, or something still to be done, is better written down."""
    found = x.oral
    if found is None:
        return
    limit = x.rule.number("金额")
    later = any(found.signed_on and one.due and one.due > found.signed_on for one in x.file.items)
    if found.amount and found.amount > limit:
        yield x.at(found, "form", 问题=f"金额超过{limit:f}元")
    elif later:
        yield x.at(found, "form", 问题="还有以后要履行的事项")


@rule("F02")
def nothing_beside_words(x: Look) -> Points:
    """Words are stood by: a photograph, a call, a witness, a receipt."""
    papers = any(x.paper(kind) for kind in _PROOFS)
    witnessed = any(one.witness for one in x.file.parties)
    proved = any(one.proof for one in x.file.items)
    if x.oral and not (x.file.evidence or papers or witnessed or proved):
        yield x.missing(Evidence, "name")


@rule("F03")
def words_of_no_case(x: Look) -> Points:
    """What was agreed is written for this case."""
    found = x.oral
    if found is None:
        return
    if len(found.clauses or "") < x.rule.number("字数"):
        yield x.at(found, "clauses", 问题="写得很短")
        return
    mine = likeness.folded(found.clauses, x.file.parties)
    same = next((one for one in x.around.same if ("clauses", mine) in one.texts), None)
    if same:
        yield x.at(found, "clauses", 问题=f"与{same.called}完全一样")
