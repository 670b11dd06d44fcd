"""Headless verbs that write or read files: one file a topic, every verb in this tuple."""

from core.commands.verb import Verb
from reports.commands import package, printing

VERBS: tuple[Verb, ...] = (*printing.VERBS, *package.VERBS)
