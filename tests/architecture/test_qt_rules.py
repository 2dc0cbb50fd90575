"""Rules the linter has no word for; each names the trap it keeps out."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 400  # lines
GENERATED = "versions"  # migrations are written by a tool and read once


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if GENERATED not in path.parts:
                yield path


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    for path in sources("ui"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) == name:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def called(call: ast.Call) -> str | None:
    return getattr(call.func, "attr", getattr(call.func, "id", None))


def test_slots_are_bound_methods_so_widgets_can_be_freed():
    def holds_self(arg: ast.expr) -> bool:
        is_partial = isinstance(arg, ast.Call) and called(arg) == "partial"
        return isinstance(arg, ast.Lambda) or is_partial

    found = [
        place for place, call in calls("connect") if any(map(holds_self, call.args))
    ]
    assert found == []


def test_signals_carry_nothing_that_c_plus_plus_would_bend():
    bent = {"int", "float", "dict", "list"}
    found = [
        place
        for place, call in calls("Signal")
        if any(getattr(arg, "id", None) in bent for arg in call.args)
    ]
    assert found == []


def test_dialogs_are_opened_not_executed():
    allowed = ("ui/app.py", "ui/demo.py")  # the two event loops of the program
    found = [place for place, _ in calls("exec") if not place.startswith(allowed)]
    assert found == []


def test_no_file_is_a_novel():
    files = sources("models", "services", "ui", "installer")
    long = [
        str(path.relative_to(ROOT))
        for path in files
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE
    ]
    assert long == []


def test_every_shortcut_stands_in_one_file():
    found = [
        place
        for name in ("setShortcut", "setShortcuts", "QShortcut")
        for place, _ in calls(name)
        if not place.startswith("ui/actions.py")
    ]
    assert found == []
