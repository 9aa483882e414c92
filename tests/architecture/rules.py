"""The rules of the house. Each takes one module and yields a sentence per breach."""

import ast
import sys
from collections.abc import Callable, Iterator

from tests.architecture.house import Module

_LINES_OF_MODULE = 400
_LINES_OF_BODY = 40

_TOUCHING = frozenset({"tables", "repository", "gateway", "usecases"})
_OUTSIDE_BY_NATURE = frozenset({"store", "serving"})
_DECIDING = frozenset({"kernel", "credit", "dunning"})

_OUTSIDE_SYSTEMS = frozenset(
    {
        "aiohttp", "alembic", "ftplib", "glob", "httpx", "httpx2", "mlflow", "os", "psycopg", "requests",
        "shutil", "smtplib", "socket", "sqlalchemy", "sqlite3", "subprocess", "tempfile", "urllib",
    }
)  # fmt: skip
_FRAMEWORKS = frozenset(
    {
        "fastapi",
        "lightgbm",
        "mlflow",
        "numba",
        "optuna",
        "pandas",
        "pydantic",
        "sklearn",
        "sqlalchemy",
    }
    | {"starlette", "typer"}
)
_FILE_METHODS = frozenset({"read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink"})
_CLOCKS = frozenset(
    {"date.today", "datetime.date.today", "datetime.now", "datetime.utcnow", "datetime.datetime.now"}
    | {
        "datetime.datetime.utcnow",
        "datetime.today",
        "datetime.datetime.today",
        "dt.date.today",
        "dt.datetime.now",
    }
    | {"time.time", "time.localtime", "time.gmtime", "pd.Timestamp.now", "pd.Timestamp.today"}
    | {"pandas.Timestamp.now", "pandas.Timestamp.today"}
)
_ENVIRONMENTS = frozenset({"os.environ", "os.getenv", "os.putenv"})
_SEEDED_WHEN_GIVEN = frozenset(
    {"random.Random", "Random", "np.random.default_rng", "numpy.random.default_rng", "default_rng"}
    | {"np.random.RandomState", "np.random.SeedSequence"}
)
_CHANCE = ("random.", "np.random.", "numpy.random.", "secrets.", "uuid.uuid1", "uuid.uuid4")
_CHANCE_TYPES = frozenset(
    {"np.random.Generator", "numpy.random.Generator", "np.random.PCG64", "np.random.Philox"}
)
_GROUND = sys.stdlib_module_names | {"kernel", "stdnum", "holidays"}
_MASKING = frozenset({"collections", "queue", "calendar", "email", "statistics", "http"})

Rule = Callable[[Module], Iterator[str]]

_Body = ast.FunctionDef | ast.AsyncFunctionDef


def init_holds_a_docstring_only(module: Module) -> Iterator[str]:
    body = module.tree.body
    if module.stem == "__init__" and not (not body or (len(body) == 1 and _is_docstring(body[0]))):
        yield f"{module.path} holds code: an __init__.py holds a docstring and nothing else."


def module_is_short(module: Module) -> Iterator[str]:
    lines = len(module.source.splitlines())
    if lines > _LINES_OF_MODULE:
        yield f"{module.path} has {lines} lines, above {_LINES_OF_MODULE}: split it by subject."


def body_is_short(module: Module) -> Iterator[str]:
    """The body is what follows the signature and the docstring."""
    for node in ast.walk(module.tree):
        if isinstance(node, _Body):
            body = node.body[1:] if _is_docstring(node.body[0]) else node.body
            lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            if lines > _LINES_OF_BODY:
                at = f"{module.path}:{node.lineno}"
                yield f"{at} the body of {node.name} has {lines} lines, above {_LINES_OF_BODY}."


def no_import_inside_a_function(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, _Body):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Import | ast.ImportFrom):
                    yield f"{module.path}:{inner.lineno} imports inside {node.name}: move it to the top."


def name_masks_nothing(module: Module) -> Iterator[str]:
    """Such a module breaks the standard library, or masks it, as soon as its folder is on the path."""
    for part in module.name.split("."):
        if part in _MASKING:
            yield f"{module.path}: “{part}” is a name of the standard library; use the trade's word."


def pure_module_touches_nothing(module: Module) -> Iterator[str]:
    """A module is pure unless its file name says otherwise."""
    if module.stem in _TOUCHING or module.package in _OUTSIDE_BY_NATURE:
        return
    for line, imported in _imports(module):
        if imported.split(".")[0] in _OUTSIDE_SYSTEMS:
            yield f"{module.path}:{line} imports {imported}, but a pure module touches no outside system."
    for call in _calls(module):
        name, at = _dotted(call.func), f"{module.path}:{call.lineno}"
        if name in {"open", "io.open", "Path.open"} or name.split(".")[-1] in _FILE_METHODS | {"open"}:
            yield f"{at} calls {name}: a pure module takes text, its use case opens the file."
        if _is_unseeded(call, name):
            yield f"{at} calls {name}: a pure module draws from a generator it is given."


def decision_knows_no_framework(module: Module) -> Iterator[str]:
    """Repositories, their tables and gateways are the exceptions: they bring the values in and out."""
    if module.package not in _DECIDING or module.stem in {"repository", "tables", "gateway"}:
        return
    for line, imported in _imports(module):
        if imported.split(".")[0] in _FRAMEWORKS:
            yield f"{module.path}:{line} imports {imported}, but a decision knows plain values only."


def kernel_stands_on_the_ground(module: Module) -> Iterator[str]:
    """Everyone imports the kernel: whatever it needed, everyone would need."""
    if module.package != "kernel":
        return
    for line, imported in _imports(module):
        if imported.split(".")[0] not in _GROUND:
            yield f"{module.path}:{line} imports {imported}, which the kernel may not know."


def only_the_clock_reads_the_clock(module: Module) -> Iterator[str]:
    if module.path == "serving/clock.py":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and _dotted(node) in _CLOCKS:
            at = f"{module.path}:{node.lineno}"
            yield f"{at} reads {_dotted(node)}: take the day or the instant as an argument."


def only_settings_read_the_environment(module: Module) -> Iterator[str]:
    if module.path == "serving/settings.py":
        return
    for node in ast.walk(module.tree):
        names = {_dotted(node)} if isinstance(node, ast.Attribute) else set()
        if isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
        for name in names & _ENVIRONMENTS:
            yield f"{module.path} reads {name}: only serving/settings.py may."


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _imports(module: Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def _calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def _dotted(node: ast.expr) -> str:
    """`np.random.default_rng` as written; what cannot be written so becomes `?`."""
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def _is_unseeded(call: ast.Call, name: str) -> bool:
    if name in _SEEDED_WHEN_GIVEN:
        return not (call.args or call.keywords)
    return name.startswith(_CHANCE) and name not in _CHANCE_TYPES


RULES = (
    init_holds_a_docstring_only,
    module_is_short,
    body_is_short,
    no_import_inside_a_function,
    name_masks_nothing,
    pure_module_touches_nothing,
    decision_knows_no_framework,
    kernel_stands_on_the_ground,
    only_the_clock_reads_the_clock,
    only_settings_read_the_environment,
)
