"""Floors that the import contracts cannot see."""

import ast
import importlib
import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_archon import archrule

import services
from models.values import Permission
from tests.services.bad_days.forms import verbs
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


# What has a ``run`` and is no verb of a person, each with the reason.
NO_VERBS = {
    "services.sync.apply.Applier": "inside a round, which asks for the right",
    "services.sync.stick_import.StickImporter": "at the server, by the importer's login",
}


def runners(package=services):
    """Import all of a package; return by name the classes of it that can be run."""
    found = {}
    for told in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(told.name)
        for kind in vars(module).values():
            if isinstance(kind, type) and kind.__module__ == module.__name__:
                found[f"{kind.__module__}.{kind.__qualname__}"] = kind
    return {
        name: kind for name, kind in found.items() if callable(vars(kind).get("run"))
    }


def lacks(verb):
    """Return what a verb lacks: who acts, and the right that this needs."""
    asked = list(inspect.signature(verb.run).parameters)
    if asked[:2] != ["self", "actor"]:
        return "actor"
    right = getattr(verb, "permission", None)
    return "" if isinstance(right, Permission) else "permission"


@pytest.mark.parametrize("name", sorted(runners().keys() - NO_VERBS))
def test_every_verb_takes_who_acts_and_declares_a_permission(name):
    assert lacks(runners()[name]) == ""


def test_every_verb_that_the_container_names_was_looked_at():
    named = {f"{verb.__module__}.{verb.__qualname__}" for _, verb in verbs()}
    assert len(named) > 100
    assert named <= runners().keys()
    assert NO_VERBS.keys() <= runners().keys() - named


def test_a_base_class_or_a_word_does_not_stand_for_a_permission():
    class Base:
        def run(self, actor):
            """Do something."""

    class Inherits(Base):
        pass

    class Named(Base):
        permission = "visit.check_in"

    class Alone(Base):
        permission = Permission.VISIT_CHECK_IN

        def run(self):
            """Do something for nobody."""

    class Whole(Base):
        permission = Permission.VISIT_CHECK_IN

    found = [lacks(verb) for verb in (Inherits, Named, Alone, Whole)]
    assert found == ["permission", "permission", "actor", ""]
