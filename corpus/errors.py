"""One root error and its children, by who must act: curator, operator or caller.

An error carries a ``code`` (the key of its message in the catalogues) and ``fields`` (what the
message names). The text a person reads is made by the service, in Polish or English.
"""

from __future__ import annotations


class PimError(Exception):
    """The root of every error this project raises on purpose."""

    code = "error"

    def __init__(self, code: str | None = None, **fields: object) -> None:
        self.code = code or type(self).code
        self.fields = fields
        named = ", ".join(f"{name}={value!r}" for name, value in fields.items())
        super().__init__(f"{self.code}({named})")


class CuratorError(PimError):
    """A document or the catalogue is at fault; whoever keeps the documents must act."""


class OperatorError(PimError):
    """The installation is at fault (index, settings, disk, port); the operator must act."""


class CallerError(PimError):
    """The request is at fault; whoever asked must ask differently."""


class UnreadableDocument(CuratorError):
    """A file gave no text; ``code`` is the outcome's name, ``path`` the file."""


class BadCatalogue(CuratorError):
    """``catalogue.csv`` breaks its own rules; fields: path, line, column, value."""

    code = "bad_catalogue"


class IndexMissing(OperatorError):
    """There is no index under the data directory yet."""

    code = "index_missing"


class IndexCorrupt(OperatorError):
    """A file of the index is damaged or missing."""

    code = "index_corrupt"


class IndexForeign(OperatorError):
    """The index was built by another model or another format."""

    code = "index_foreign"


class StorageFailed(OperatorError):
    """Writing under the data directory failed (disk full, no permission)."""

    code = "storage_failed"


class ModelMissing(OperatorError):
    """The configured embedding model cannot be loaded."""

    code = "model_missing"


class BadSettings(OperatorError):
    """A setting has a value that cannot be used; fields: name, value, wanted."""

    code = "bad_settings"


class BadQuery(CallerError):
    """The question or a filter cannot be used; fields name which."""

    code = "bad_query"


class NotFound(CallerError):
    """What was asked for by id does not exist."""

    code = "not_found"


class BadThesaurus(CuratorError):
    """A table of the thesaurus breaks its own rules; fields name the place."""

    code = "thesaurus_row"
