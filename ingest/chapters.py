"""Roles of all sections together: chapters by their best sequence, what is below follows them.

Programme documents keep a customary order (city, challenge, objectives, actions, schedule …),
so a chapter whose heading tells nothing is placed by its words and by its neighbours (Viterbi).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.model import Role
from ingest.roles import announced, of_body, of_heading, remains_risk

Path = tuple[str, ...]
_ORDER = (
    Role.CONTEXT, Role.CHALLENGE, Role.GOOD_PRACTICE, Role.OBJECTIVES, Role.INDICATORS,
    Role.ACTIONS, Role.SCHEDULE, Role.STAKEHOLDERS, Role.COMMUNICATION, Role.BARRIER,
    Role.RECOMMENDATION, Role.RISKS, Role.FUNDING, Role.OTHER,
)  # fmt: skip
_TOLD = 4.0
_FIRST, _SECOND, _LAST = 2.5, 2.0, 2.0
_BACKWARD, _AGAIN = -0.8, -2.0
_FEWEST_TOLD = 4


def roles(paths: Sequence[Path], texts: Sequence[str]) -> list[Role]:
    """One role a section; the texts are what stands below each heading path."""
    depth = _chapter_depth(paths)
    chapters = list(dict.fromkeys(path[:depth] for path in paths if len(path) >= depth))
    bodies = {chapter: "" for chapter in chapters}
    for path, text in zip(paths, texts, strict=True):
        if path[:depth] in bodies:
            bodies[path[:depth]] += text + "\n"
    found = _chapter_roles([chapter[-1] for chapter in chapters], list(bodies.values()))
    by_chapter = dict(zip(chapters, found, strict=True))
    introduces = _introducing(paths, depth)
    return [_section_role(path, depth, by_chapter, introduces) for path in paths]


def _chapter_depth(paths: Sequence[Path]) -> int:
    """The highest level that has several headings: below a title that heads everything."""
    for depth in range(1, 5):
        if len({path[:depth] for path in paths if len(path) >= depth}) > 2:
            return depth
    return 1


def _introducing(paths: Sequence[Path], depth: int) -> frozenset[Path]:
    """Chapters that only introduce numbered barriers or recommendations."""
    return frozenset(path[:depth] for path in paths if len(path) > depth and announced(path[-1]))


def _chapter_roles(headings: Sequence[str], bodies: Sequence[str]) -> list[Role]:
    told = [of_heading(heading) for heading in headings]
    if len({role for role in told if role}) < _FEWEST_TOLD:
        return [role or Role.OTHER for role in told]
    return _best_sequence([
        _evidence(at, len(told), role, of_body(body))
        for at, (role, body) in enumerate(zip(told, bodies, strict=True))
    ])  # fmt: skip


def _evidence(
    at: int, count: int, told: Role | None, body: Mapping[Role, float]
) -> dict[Role, float]:
    scores = {role: body.get(role, 0.0) for role in _ORDER}
    if told is not None:
        scores[told] += _TOLD
    if at == 0:
        scores[Role.CONTEXT] += _FIRST
    if at == 1:
        scores[Role.CHALLENGE] += _SECOND
    if at == count - 1:
        scores[Role.OTHER] += _LAST
    return scores


def _best_sequence(evidence: Sequence[Mapping[Role, float]]) -> list[Role]:
    best = {role: (score, [role]) for role, score in evidence[0].items()}
    for scores in evidence[1:]:
        best = {
            role: max(
                (total + _step(way[-1], role) + score, [*way, role]) for total, way in best.values()
            )
            for role, score in scores.items()
        }
    return max(best.values())[1]


def _step(before: Role, after: Role) -> float:
    if before is after:
        return _AGAIN
    return 0.0 if _ORDER.index(before) < _ORDER.index(after) else _BACKWARD


def _section_role(
    path: Path, depth: int, chapters: Mapping[Path, Role], introduces: frozenset[Path]
) -> Role:
    chapter = path[:depth]
    if len(path) < depth or chapter not in chapters:
        return of_heading(path[-1]) or Role.OTHER if path else Role.OTHER
    if len(path) == depth:
        return Role.CONTEXT if chapter in introduces else chapters[chapter]
    return _lower_role(path[depth:], chapters[chapter])


def _lower_role(headings: Path, chapter: Role) -> Role:
    for heading in reversed(headings):
        if (own := announced(heading)) is not None:
            return own
    told = of_heading(headings[-1])
    if chapter is Role.OBJECTIVES and told is Role.INDICATORS:
        return Role.INDICATORS
    if chapter is Role.RISKS and not remains_risk(headings[-1]):
        return Role.BARRIER
    return chapter
