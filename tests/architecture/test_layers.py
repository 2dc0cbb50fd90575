"""Floors that the import contracts cannot see."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_archon import archrule

from ui.doors import MODULES

ROOT = Path(__file__).parents[2]


def test_view_models_know_no_widgets():
    (
        archrule("view models are headless")
        .match("ui.pages.*.view_model")
        .should_not_import("PySide6.QtWidgets", "PySide6.QtGui")
        .check("ui", only_direct_imports=True)
    )


def run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)  # noqa: S603 - our own interpreter


def test_services_start_without_qt():
    run("import sys; sys.modules['PySide6'] = None; import services.container")


def test_the_sign_in_is_painted_before_the_database_and_the_paper_are_imported():
    late = ("sqlalchemy", "sqlcipher3", "reportlab", "psycopg", "pypdfium2", "openpyxl")
    run(
        "import sys; import ui.app; "
        f"early = [m for m in {late!r} if m in sys.modules]; "
        "assert not early, early"
    )


def test_an_office_opens_without_what_only_some_verbs_need():
    late = ("alembic", "icalendar", "psycopg", "reportlab", "openpyxl", "pypdfium2")
    run(
        "import sys; import services.container; "
        f"early = [m for m in {late!r} if m in sys.modules]; "
        "assert not early, early"
    )


def test_the_first_page_stands_before_what_nobody_has_opened_is_imported():
    run(
        "import sys; import ui.composition, ui.pages.today.page, ui.doors; "
        "early = [m for m in ui.doors.MODULES if m in sys.modules]; "
        "assert not early, early"
    )


def test_imports_stay_pythons_own_once_qt_is_loaded():
    run(
        "import builtins; plain = builtins.__import__; "
        "from ui.plain_import import load_qt; load_qt(); import ui.app; "
        "assert builtins.__import__ is plain"
    )


def test_whatever_a_door_opens_is_imported_in_a_quiet_moment():
    doors = ast.parse((ROOT / "ui" / "doors.py").read_text(encoding="utf-8"))
    opened = {
        node.module
        for made in doors.body
        if isinstance(made, ast.FunctionDef)
        for node in ast.walk(made)
        if isinstance(node, ast.ImportFrom)
    }
    assert {m for m in opened if m.startswith("ui.")} - set(MODULES) == {
        "ui.pages.today.page"
    }


def test_import_contracts_hold():
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(ROOT / "out")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def service_classes():
    for path in sorted((ROOT / "services").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                names = {getattr(item, "name", "") for item in node.body}
                takes_actor = any(
                    isinstance(item, ast.FunctionDef)
                    and item.name == "run"
                    and [arg.arg for arg in item.args.args][:2] == ["self", "actor"]
                    for item in node.body
                )
                if takes_actor:
                    yield path, node, names


@pytest.mark.parametrize(
    ("path", "node"),
    [
        pytest.param(path, node, id=f"{path.stem}.{node.name}")
        for path, node, _ in service_classes()
    ],
)
def test_every_service_declares_its_permission(path, node):
    declared = {
        target.id
        for item in node.body
        if isinstance(item, ast.Assign | ast.AnnAssign)
        for target in (item.targets if isinstance(item, ast.Assign) else [item.target])
        if isinstance(target, ast.Name)
    }
    inherits = any(isinstance(base, ast.Name) for base in node.bases)
    assert "permission" in declared or inherits
