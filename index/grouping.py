"""A matrix of likeness -> groups, by average linkage.

Average linkage (UPGMA, Sokal & Michener 1958) joins the two groups whose members are most alike
on average; it has no random start, so that the groups are the same from run to run.
"""

from __future__ import annotations

import numpy as np
from scipy.cluster.hierarchy import fcluster, leaves_list, linkage
from scipy.spatial.distance import squareform

from index.ports import Vectors


def groups(likeness: Vectors, at_least: float) -> tuple[tuple[int, ...], ...]:
    """Members of each group that are on average at least so alike, in the order of the tree.

    A text that is like no other makes a group of its own. Pairs at minus infinity are not to be
    compared and count as neither like nor unlike.
    """
    if len(likeness) < 2:
        return tuple((place,) for place in range(len(likeness)))
    tree = _tree(likeness)
    labels = fcluster(tree, t=1 - at_least, criterion="distance")
    members: dict[int, list[int]] = {}
    for place in leaves_list(tree):
        members.setdefault(int(labels[place]), []).append(int(place))
    return tuple(tuple(group) for group in members.values())


def _tree(likeness: Vectors) -> Vectors:
    distance = 1 - np.where(np.isinf(likeness), 0, likeness).astype(np.float64)
    np.fill_diagonal(distance, 0)
    tree: Vectors = linkage(squareform(np.clip(distance, 0, None), checks=False), "average")
    return tree
