"""Headless verbs that write or read files: one file a topic, every verb in this tuple."""

from core.commands.verb import Verb
from reports.commands import demo, exporting, importing, package, printing, report

VERBS: tuple[Verb, ...] = (
    *demo.VERBS,
    *importing.VERBS,
    *exporting.VERBS,
    *printing.VERBS,
    *report.VERBS,
    *package.VERBS,
)
