"""The sources a model is trained on, by mix. Shares are relative: parts of all batches."""

from __future__ import annotations

from index.training import cloze, labels, parallel
from index.training.pairs import Source

_OFFICIAL = "official texts, no copyright in Poland"
_OURS = "written here"
_CC_BY = "CC BY 4.0, CC BY 3.0, CC0, MIT, Apache-2.0 (by repository)"

RELEASED = (
    Source("everyday sentences", "CC BY 2.0 FR (Tatoeba)", 1.5, parallel.everyday),
    Source("public sector", "CC BY 4.0, Apache-2.0", 1.5, parallel.public_sector),
    Source("documentation, human", _CC_BY, 1.5, parallel.documentation_by_people),
    Source("documentation, machine", _CC_BY, 0.5, parallel.documentation_by_machine),
    Source("documentation passages", _CC_BY, 0.5, parallel.documentation_passages),
    Source("glossary", _CC_BY, 0.5, parallel.glossary),
    *(
        Source(f"thesaurus, label {number + 1}", _OURS, 0.3, labels.alternative(number))
        for number in range(labels.MOST_LABELS)
    ),
    Source("thesaurus, English", _OURS, 0.3, labels.english),
    Source("thesaurus, scope", _OURS, 0.3, labels.scope),
    Source("statutes, sentences", _OFFICIAL, 1.0, cloze.sentences_of(cloze.STATUTES, 2)),
    Source("speeches, sentences", _OFFICIAL, 1.5, cloze.sentences_of(cloze.SPEECHES, 2)),
    Source("statutes, keywords", _OFFICIAL, 1.0, cloze.keywords_of(cloze.STATUTES, 2)),
    Source("speeches, keywords", _OFFICIAL, 1.5, cloze.keywords_of(cloze.SPEECHES, 2)),
    Source("documentation, keywords", _CC_BY, 0.5, cloze.keywords_of(cloze.DOCUMENTATION)),
)
