"""An evaluation as one HTML page that a person can read, with bars and the worst questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
)


def html_report(records: list[dict[str, Any]]) -> str:
    """One page over one or more evaluations."""
    return _TEMPLATES.get_template("report.html").render(records=records)


def markdown_table(records: list[dict[str, Any]], measures: tuple[str, ...]) -> str:
    """A row for each set and system."""
    lines = [
        f"| set | questions | system | {' | '.join(measures)} | low-overlap nDCG@10 |",
        f"|---|---|---|{'---|' * len(measures)}---|",
    ]
    for record in records:
        for system, values in record["systems"].items():
            cells = " | ".join(f"{values[measure]:.3f}" for measure in measures)
            low = values.get("low_overlap", {}).get("nDCG@10")
            lines.append(
                f"| {record['set']} | {record['questions']} | {system} | {cells} |"
                f" {'–' if low is None else f'{low:.3f}'} |"
            )
    return "\n".join(lines)
