"""Headless verbs that need no report: one file a topic, every verb in this tuple."""

from core.commands import (
    agenda,
    attach,
    backups,
    duty,
    find,
    keys,
    moves,
    people,
    review,
    sent,
    stations,
    users,
)
from core.commands.verb import Verb

VERBS: tuple[Verb, ...] = (
    *stations.VERBS,
    *backups.VERBS,
    *find.VERBS,
    *agenda.VERBS,
    *duty.VERBS,
    *review.VERBS,
    *keys.VERBS,
    *people.VERBS,
    *moves.VERBS,
    *attach.VERBS,
    *sent.VERBS,
    *users.VERBS,
)
