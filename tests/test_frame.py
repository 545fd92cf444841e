"""The house rules: what may import what, what may be loaded, what may not be committed."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import budgetdisclosure

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "budgetdisclosure"
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS = (
    {"wording", "place", "errors"},
    {"amounts"},
    {"codes"},
    {"model"},
    {"calc"},
    {"claims"},
    {"rules", "reading"},
    {"writing"},
    {"compose"},
    {"report"},
    {"frames"},
    {"many"},
    {"testing"},
    {"cli"},
    {"__init__", "__main__"},
)
HEIGHT = {room: height for height, rooms in enumerate(LAYERS) for room in rooms}
SIDE_BY_SIDE = {("rules", "reading"), ("reading", "rules")}
FOUNDATIONS = ("wording", "place", "errors")  # in their own order, lowest first
FUNCTION_LINES = 40
FILE_LINES = 400


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def shown(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    head = path.relative_to(PACKAGE).parts[0]
    return head.removesuffix(".py")


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every module named by an import anywhere in the file, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield node.lineno, "budgetdisclosure"  # relative imports hide where they point
            elif node.module == "budgetdisclosure":
                # Every import loads the root first, so its version is no step upward.
                names = [alias.name for alias in node.names if alias.name != "__version__"]
                known = [name for name in names if name in HEIGHT]
                yield from ((node.lineno, f"budgetdisclosure.{name}") for name in known)
                if len(known) < len(names):
                    yield node.lineno, "budgetdisclosure"
            elif node.module:
                yield node.lineno, node.module


def points_up(room: str, target: str) -> bool:
    """Whether code in ``room`` may not import the module ``target``."""
    if target.split(".")[0] != "budgetdisclosure":
        return False
    other = target.split(".")[1] if "." in target else "__init__"
    if room in FOUNDATIONS and other in FOUNDATIONS:
        return FOUNDATIONS.index(other) >= FOUNDATIONS.index(room)
    return HEIGHT[other] > HEIGHT[room] or (room, other) in SIDE_BY_SIDE


@pytest.mark.parametrize(
    ("room", "target", "wrong"),
    [
        ("amounts", "budgetdisclosure.errors", False),
        ("amounts", "budgetdisclosure.model.table", True),
        ("rules", "budgetdisclosure.reading.document", True),
        ("reading", "budgetdisclosure.rules", True),
        ("reading", "budgetdisclosure.model", False),
        ("place", "budgetdisclosure.errors", True),
        ("cli", "budgetdisclosure", True),
        ("model", "attrs", False),
    ],
)
def test_the_layer_check_tells_up_from_down(room: str, target: str, wrong: bool) -> None:
    assert points_up(room, target) is wrong


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_imports_point_downward(path: Path) -> None:
    room = room_of(path)
    assert room in HEIGHT, f"{room} is in no layer: add it to LAYERS and to pyproject.toml"
    upward = [(line, name) for line, name in imported(parsed(path)) if points_up(room, name)]
    assert not upward


def test_importing_the_package_loads_only_the_standard_library_and_attrs() -> None:
    script = (
        "import sys; before = set(sys.modules); import budgetdisclosure;"
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}))"
    )
    loaded = run_python(script).split()
    assert "budgetdisclosure" in loaded
    allowed = set(sys.stdlib_module_names) | {"attr", "attrs", "budgetdisclosure"}
    assert set(loaded) <= allowed, f"loaded at import: {sorted(set(loaded) - allowed)}"


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_every_module_imports_with_the_optional_packages_absent(path: Path) -> None:
    name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    if name.endswith("__main__"):
        pytest.skip("__main__ runs the command, it is not for importing")
    for line, target in top_level_imports(parsed(path)):
        top = target.partition(".")[0]
        free = top in sys.stdlib_module_names or top in {"attr", "attrs", "budgetdisclosure"}
        testing = top == "hypothesis" and room_of(path) == "testing"
        assert free or testing, f"line {line}: import {target} where it is used, inside a function"


def top_level_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    body = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    yield from imported(ast.Module(body=list(body), type_ignores=[]))


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert budgetdisclosure.__version__ == project["version"]


def test_the_change_log_knows_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def missing_extras(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The package and extra of each ``missing_extra(package, extra, …)`` in a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "missing_extra":
            names = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)]
            if len(names) == 2:
                yield str(names[0]), str(names[1])


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_the_install_command_of_a_missing_package_brings_it(path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for package, extra in missing_extras(parsed(path)):
        brought = [re.split(r"[>=<\[]", requirement)[0] for requirement in extras[extra]]
        assert package in brought, f"{extra} does not bring {package}"


def test_types_are_published() -> None:
    assert (PACKAGE / "py.typed").is_file()


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_no_binary_floating_point(path: Path) -> None:
    """Money is Decimal or whole fen, so no module makes, takes or returns a float."""
    assert not list(floats(parsed(path)))


def floats(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, repr(node.value)
        elif isinstance(node, ast.Call) and is_float(node.func):
            yield node.lineno, "float(...)"
        elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            yield from (
                (node.lineno, "annotation") for part in ast.walk(node.annotation) if is_float(part)
            )
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield from (
                (node.lineno, "return") for part in ast.walk(node.returns) if is_float(part)
            )


def is_float(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "float"


@pytest.mark.parametrize(
    "code", ["x = 0.01", "x = float(y)", "def f(x: float): ...", "def f() -> list[float]: ..."]
)
def test_the_float_check_sees_them(code: str) -> None:
    assert list(floats(ast.parse(code)))


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_newcomer_can_read_it(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= FILE_LINES, f"{lines} lines: split it by topic"
    functions = (n for n in ast.walk(parsed(path)) if isinstance(n, ast.FunctionDef))
    long = {n.name: size for n in functions if (size := length(n)) > FUNCTION_LINES}
    assert not long


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def committed() -> list[Path]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    paths = (ROOT / name for name in listed.split("\0") if name)
    return [path for path in paths if path.is_file()]


# Written so that the patterns do not find themselves.
MACHINE = re.compile(r"/(?:wor[k]|far[m]|roo[t]|hom[e]|User[s])/[a-z.]|/op[t]/venv")
INDEX = re.compile(
    r"index[-]url|trusted[-]host|://[a-z.]*(?:py[p]i|pythonh[o]sted|npm[j]s|deb[i]an)\."
)
UNFINISHED = re.compile(r"\b(?:TOD[O]|FIXM[E]|raise NotImplementedErro[r]|xfai[l]\()")
BINARY = {".pdf", ".xls", ".xlsx", ".docx", ".doc", ".png", ".parquet"}


def matches(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in paths
        if path.suffix not in BINARY
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_machine_path_or_package_index_is_committed() -> None:
    paths = committed()
    assert not matches(MACHINE, paths)
    assert not matches(INDEX, [path for path in paths if path.suffix != ".csv"])


def test_nothing_committed_is_unfinished() -> None:
    assert not matches(UNFINISHED, [path for path in committed() if path.suffix == ".py"])


def test_the_pins_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert not [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", pin)]


def run_python(script: str) -> str:
    command = [sys.executable, "-I", "-c", script]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout
