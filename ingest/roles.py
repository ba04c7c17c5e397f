"""What a section is for, from its heading path and, failing that, from its first words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Role

_WORDS: tuple[tuple[Role, str], ...] = (
    (Role.BARRIER, r"barier|przeszkod|barrier|obstacle"),
    (Role.RECOMMENDATION, r"rekomendac|zaleceni|postulat|proponowane (?:zmian|rozwiąza)|recommend"),
    (Role.GOOD_PRACTICE, r"dobr\w+ prakty|przykład\w* dobr|warto naśladow|good practice"),
    (Role.SCHEDULE, r"harmonogram|kalendarz|terminarz|oś czasu|schedule|timeline|timetable"),
    (Role.COMMUNICATION, r"komunikac|promocj|informowani|jak (?:o tym )?(?:mówimy|rozmawia)|communicat"),
    (Role.STAKEHOLDERS, r"interesariusz|partnerz|partnerstw|kto (?:jest|bierze)|zaangażowan|stakeholder"),
    (Role.FUNDING, r"finansow|budżet|kosztorys|koszty|źródła pieni|skąd (?:weźm|pieni)|montaż|funding|budget"),
    (Role.RISKS, r"ryzyk|zagroże|co może (?:się )?(?:nie|pójść)|risk"),
    (Role.INDICATORS, r"wskaźnik|mierni|monitoring|monitorow|ewaluac|indicator|evaluation"),
    (Role.OBJECTIVES, r"\bcel(?:e|ów|ami|u|)\b|zamierz|do czego dąży|co chcemy osiągn|wizja|objective|\bgoal|\baim"),
    (Role.ACTIONS, r"działani|zadani|przedsięwzię|projekt\w* pilot|pakiet|co zrobimy|wdroże|\baction|measure"),
    (Role.CHALLENGE, r"wyzwani|problem|diagnoz|przyczyn|skutk|dlaczego|challenge|diagnos|cause"),
    (Role.CONTEXT, r"miasto w|o mieście|charakterystyk|wprowadzeni|wstęp|kontekst|metod|jak pracowal|"
                   r"informacje ogólne|profil|w skrócie|introduction|context|background|about|summary|streszczeni"),
    (Role.OTHER, r"źródł|bibliograf|literatur|przypis|spis |załączni|aneks|sources|references|annex|appendix"),
)  # fmt: skip
_PATTERNS = tuple((role, re.compile(words, re.IGNORECASE)) for role, words in _WORDS)
_READ = 400


def role(path: Sequence[str], opening: str = "") -> Role:
    """The role by the deepest heading that tells one, else by the section's opening."""
    for heading in reversed(path):
        found = _of(heading)
        if found is not None:
            return found
    return _of_opening(opening)


def _of(heading: str) -> Role | None:
    places = [
        (found.start(), at, role)
        for at, (role, pattern) in enumerate(_PATTERNS)
        if (found := pattern.search(heading))
    ]
    return min(places)[2] if places else None


def _of_opening(opening: str) -> Role:
    counts = {role: len(pattern.findall(opening[:_READ])) for role, pattern in _PATTERNS}
    best = max(counts, key=lambda role: counts[role])
    return best if counts[best] >= 3 else Role.OTHER
