"""The programme thesaurus: concepts of urban policy with all the ways people say them.

One table an area (``*.csv``) in this folder, editable by hand; ``read`` validates on load,
``as_turtle`` gives SKOS (W3C Recommendation, 2009).
"""

from corpus.thesaurus.concepts import Concept, read
from corpus.thesaurus.skos import as_turtle

__all__ = ["Concept", "as_turtle", "read"]
