"""Two rankings of one question -> one.

A convex combination of normalised scores rather than reciprocal ranks: a rank says nothing
about how far a weak half trails, and plain RRF with a weak model halves nDCG (docs/quality.md).
Source: Bruch, Gai, Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (TOIS 2023).
"""

from __future__ import annotations

from collections.abc import Mapping

from index.ports import Ranking


def fuse(lexical: Mapping[int, float], dense: Mapping[int, float], dense_weight: float) -> Ranking:
    """Ids of both halves by ``(1 - w) * lexical + w * dense``, each half scaled to 0–1.

    Lexical scores are divided by the best; cosines are cut at 0 and divided by the best. With
    weight 0 the lexical order stands unchanged, ids only the dense half knows are left out.
    """
    wanted = set(lexical) | set(dense) if dense_weight > 0 else set(lexical)
    best_lexical = max(lexical.values(), default=0.0) or 1.0
    best_dense = max(dense.values(), default=0.0)
    best_dense = best_dense if best_dense > 0 else 1.0
    scored = [
        (
            (1 - dense_weight) * lexical.get(i, 0.0) / best_lexical
            + dense_weight * max(dense.get(i, 0.0), 0.0) / best_dense,
            i,
        )
        for i in wanted
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    return Ranking(tuple(i for _, i in scored), tuple(score for score, _ in scored))
