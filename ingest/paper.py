"""The picture of a scanned page: laid straight, its rules and fills found, its ink made plain.

The only module of the product that knows the imaging library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from ingest.characters import Drawing, Picture

_MOST_SKEW = 3.0
_SMALL = 4
_DARK = 110
_DEEPEST_SHADOW = 70
_LEAST_PRINT = 0.005
_BLOCK = 3
_FILL_RUN = re.compile(rb"\xff{12,}")
_HIGHEST_PRINT = 100
_THINNEST_FILL = 16
_STEP = 4
_RULE_DEPTH = 14
_RULE_RUN = re.compile(rb"\xff{18,}")
_ASIDE = 6
_SNAP = 2.5
_PIXELS = 5
Run = tuple[int, int, int]
Edges = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Paper:
    """A page as Tesseract should see it: straight, dark on white, without lines and bars."""

    picture: Image.Image
    skew: float
    """By how many degrees it was turned, counter-clockwise."""
    drawings: tuple[Drawing, ...]

    def pgm(self) -> bytes:
        """The picture in the plainest format there is."""
        head = f"P5 {self.picture.width} {self.picture.height} 255\n"
        return head.encode() + self.picture.tobytes()

    def pen(self, edges: Edges) -> float:
        """How wide the pen is inside a rectangle: twice its ink by the edges of the ink."""
        ink = self.picture.crop(edges).point(_below(128))
        turns = ImageChops.difference(ink, ImageChops.offset(ink, 1, 0))
        edge = turns.histogram()[255]
        return 2 * ink.histogram()[255] / edge if edge else 0.0


def paper(picture: Picture) -> Paper:
    """What a rendered page shows, made ready for reading."""
    image = _even(Image.frombytes("L", (picture.width, picture.height), picture.grey))
    skew = _skew(image)
    straight = image.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255) if skew else image
    fills = _fills(straight)
    clean = _inverted(straight, fills)
    level = _rules(clean)
    upright = [_transposed(edges) for edges in _rules(clean.transpose(Image.Transpose.TRANSPOSE))]
    _wiped(clean, [*level, *upright])
    feet = [(x0, y1, x1, y1 + 1) for x0, _, x1, y1 in fills]
    filled = [_drawing(edges, picture.point, True) for edges in _as_thick(fills)]
    ruled = [_drawing(_as_thin(edges), picture.point, False) for edges in level + upright + feet]
    return Paper(clean, skew, tuple(_snapped(filled + ruled)))


def _drawing(edges: Edges, point: float, filled: bool) -> Drawing:
    x0, y0, x1, y1 = (round(point * at, 2) for at in edges)
    return Drawing(x0, y0, x1, y1, filled)


def _as_thin(rule: Edges) -> Edges:
    """A rule's middle line: how thick it is, a scan does not tell to the pixel."""
    x0, y0, x1, y1 = rule
    if x1 - x0 > y1 - y0:
        return x0, (y0 + y1) // 2 - 1, x1, (y0 + y1) // 2 + 1
    return (x0 + x1) // 2 - 1, y0, (x0 + x1) // 2 + 1, y1


def _as_thick(fills: Iterable[Edges]) -> Iterator[Edges]:
    """Bars whose thickness differs by a pixel or two have one thickness, and one axis."""
    known: list[Edges] = []
    for x0, y0, x1, y1 in fills:
        for other in known:
            if abs(other[0] - x0) < _PIXELS and abs((other[3] - other[1]) - (y1 - y0)) < _PIXELS:
                y1 = y0 + other[3] - other[1]
            elif abs(other[3] - y1) < _PIXELS and abs((other[2] - other[0]) - (x1 - x0)) < _PIXELS:
                x1, y1 = x0 + other[2] - other[0], other[3]
        known.append((x0, y0, x1, y1))
        yield known[-1]


def _below(limit: int) -> Callable[[int], int]:
    return lambda value: 255 if value < limit else 0


def _even(image: Image.Image) -> Image.Image:
    """The paper made white: shadows of the binding and light tints gone."""
    ground = image.reduce(16).filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(2))
    lacking = ground.point(lambda v: min(max(0, 250 - v), _DEEPEST_SHADOW))
    return ImageChops.add(image, lacking.resize(image.size, Image.Resampling.BILINEAR))


def _skew(image: Image.Image) -> float:
    """The turn at which the rows of the page differ most: lines of text lie level then."""
    small = image.reduce(_SMALL).point(_below(160))
    best = 0.0
    for reach, step in ((_MOST_SKEW, 0.5), (0.4, 0.1), (0.08, 0.02)):
        turns = [best + step * at for at in range(-round(reach / step), round(reach / step) + 1)]
        best = max(turns, key=lambda turn: _contrast(small, turn))
    return round(best, 2)


def _contrast(image: Image.Image, turn: float) -> float:
    turned = image.rotate(turn, Image.Resampling.BILINEAR).convert("F")
    rows = list(turned.resize((1, image.height), Image.Resampling.BOX).get_flattened_data())
    return sum((below - above) ** 2 for above, below in pairwise(map(_number, rows)))


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _runs(mask: Image.Image, pattern: re.Pattern[bytes]) -> Iterator[Run]:
    """Row, first and last column of every run of marked pixels."""
    marks, width = mask.tobytes(), mask.width
    for row in range(mask.height):
        for run in pattern.finditer(marks[row * width : (row + 1) * width]):
            yield row, run.start(), run.end()


def _fills(image: Image.Image) -> list[Edges]:
    """Dark rectangles: bars of charts, coloured heads of tables."""
    small = image.reduce(_BLOCK)
    bands = _stacked(_runs(small.point(_below(_DARK)), _FILL_RUN), 1, 1)
    rough = [_times(_BLOCK, band) for band in _outer(_with_print(bands, small), 0)]
    found = [_trimmed(image, one) for one in rough]
    return [
        one
        for one in found
        if one[3] - one[1] > _THINNEST_FILL and one[2] - one[0] > 3 * _THINNEST_FILL
    ]


def _trimmed(image: Image.Image, edges: Edges) -> Edges:
    """The rectangle to the pixel: rows and columns that are mostly dark."""
    x0, y0 = max(edges[0] - 2 * _BLOCK, 0), max(edges[1] - 2 * _BLOCK, 0)
    mask = image.crop((x0, y0, edges[2] + 2 * _BLOCK, edges[3] + 2 * _BLOCK)).point(_below(140))
    across = mask.resize((mask.width, 1), Image.Resampling.BOX).tobytes()
    down = mask.resize((1, mask.height), Image.Resampling.BOX).tobytes()
    columns = [at for at, mean in enumerate(across) if mean > 100]
    rows = [at for at, mean in enumerate(down) if mean > 100]
    if not columns or not rows:
        return edges
    return x0 + columns[0], y0 + rows[0], x0 + columns[-1] + 1, y0 + rows[-1] + 1


def _times(scale: int, edges: Edges) -> Edges:
    x0, y0, x1, y1 = edges
    return scale * x0, scale * y0, scale * x1, scale * y1


def _outer(edges: Sequence[Edges], slack: int) -> list[Edges]:
    """The rectangles that lie in no other one."""
    widest = sorted(edges, key=lambda one: (one[0] - one[2]) * (one[3] - one[1]))
    kept: list[Edges] = []
    for one in widest:
        if not any(_inside(one, other, slack) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: (one[1], one[0]))


def _inside(inner: Edges, outer: Edges, slack: int) -> bool:
    across = outer[0] - slack <= inner[0] and inner[2] <= outer[2] + slack
    return across and outer[1] - slack <= inner[1] and inner[3] <= outer[3] + slack


def _stacked(runs: Iterable[Run], slack: int, apart: int) -> list[Edges]:
    """Runs of the same width above one another, as rectangles."""
    found: list[Edges] = []
    for row, start, end in runs:
        for at in range(len(found) - 1, max(len(found) - 40, 0) - 1, -1):
            x0, y0, x1, y1 = found[at]
            if abs(x0 - start) <= slack and abs(x1 - end) <= slack and 0 <= row - y1 < apart:
                found[at] = min(x0, start), y0, max(x1, end), row + 1
                break
        else:
            found.append((start, row, end, row + 1))
    return found


def _with_print(bands: Sequence[Edges], image: Image.Image) -> list[Edges]:
    """Two bands with white print between them are one rectangle."""
    found: list[Edges] = []
    for band in bands:
        above = next((f for f in reversed(found) if _one_fill(f, band, image)), None)
        if above is None:
            found.append(band)
        else:
            found[found.index(above)] = above[0], above[1], above[2], band[3]
    return found


def _one_fill(above: Edges, below: Edges, image: Image.Image) -> bool:
    if abs(above[0] - below[0]) > 1 or abs(above[2] - below[2]) > 1:
        return False
    if not 0 <= below[1] - above[3] < _HIGHEST_PRINT // _BLOCK:
        return False
    between = image.crop((above[0], above[3], above[2], max(below[1], above[3] + 1)))
    counts = between.histogram()
    return sum(counts[:_DARK]) > 0.5 * sum(counts)


def _inverted(image: Image.Image, areas: Iterable[Edges]) -> Image.Image:
    """White print on a dark ground as dark print on white; a plain bar vanishes."""
    clean = image.copy()
    for x0, y0, x1, y1 in areas:
        inner = (x0 + 3, y0 + 3, x1 - 3, y1 - 3)
        ground = image.crop(inner)
        ImageDraw.Draw(clean).rectangle((x0 - 7, y0 - 7, x1 + 6, y1 + 6), fill=255)
        if sum(ground.histogram()[140:]) > _LEAST_PRINT * ground.width * ground.height:
            clean.paste(ImageOps.autocontrast(ImageOps.invert(ground), cutoff=(0, 60)), inner)
    return clean


def _rules(image: Image.Image) -> list[Edges]:
    """Thin level lines: dark without a gap, light right above and below."""
    strip = image.resize((image.width // _STEP, image.height), Image.Resampling.BOX)
    lightest = strip
    for shift in (1, 2, 4):
        lightest = ImageChops.lighter(lightest, ImageChops.offset(lightest, -shift, 0))
    beside = ImageChops.darker(
        ImageChops.offset(strip, 0, _ASIDE), ImageChops.offset(strip, 0, -_ASIDE)
    )
    deep = ImageChops.subtract(beside, lightest).point(lambda v: 255 if v > _RULE_DEPTH else 0)
    found = _outer(_thick(_runs(deep, _RULE_RUN)), 5)
    return [(_STEP * x0, y0, _STEP * (x1 + 7), y1) for x0, y0, x1, y1 in found]


def _thick(runs: Iterable[Run]) -> list[Edges]:
    """Runs that touch one another, joined: a rule is several pixels thick and a hair askew."""
    found: list[Edges] = []
    for row, start, end in runs:
        for at in range(len(found) - 1, max(len(found) - 40, 0) - 1, -1):
            x0, y0, x1, y1 = found[at]
            if row - y1 <= 2 and start <= x1 + 8 and x0 <= end + 8:
                found[at] = min(x0, start), y0, max(x1, end), row + 1
                break
        else:
            found.append((start, row, end, row + 1))
    return [edges for edges in found if edges[3] - edges[1] <= 10]


def _transposed(edges: Edges) -> Edges:
    return edges[1], edges[0], edges[3], edges[2]


def _wiped(image: Image.Image, rules: Iterable[Edges]) -> None:
    for x0, y0, x1, y1 in rules:
        ImageDraw.Draw(image).rectangle((x0 - 2, y0 - 2, x1 + 1, y1 + 1), fill=255)


def _snapped(drawings: Sequence[Drawing]) -> list[Drawing]:
    """Edges that differ by a pixel or two are the same edge."""
    across = _places(x for drawing in drawings for x in (drawing.x0, drawing.x1))
    return [d._replace(x0=across[d.x0], x1=across[d.x1]) for d in drawings]


def _places(values: Iterable[float]) -> dict[float, float]:
    ordered = sorted(set(values))
    snapped: dict[float, float] = {}
    for value in ordered:
        last = snapped[list(snapped)[-1]] if snapped else value - 2 * _SNAP
        snapped[value] = last if value - last < _SNAP else value
    return snapped
