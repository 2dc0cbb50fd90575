"""With CI=true a skipped test is a failed one: there the machine has everything.

Only what needs the folder beside the checkout may be skipped there as well.
"""

import os

import pytest

ALLOWED = "needs ../shared"


def _turn_into_failure(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("CI") != "true" or report.outcome != "skipped":
        return
    if hasattr(report, "wasxfail") or not isinstance(report.longrepr, tuple):
        return
    path, line, words = report.longrepr
    reason = words.removeprefix("Skipped: ")
    if not reason.startswith(ALLOWED):
        report.outcome = "failed"
        report.longrepr = f"{path}:{line}: skipped in CI: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Fail the test that would be skipped."""
    report = yield
    _turn_into_failure(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    """Fail the module that would be skipped as a whole."""
    report = yield
    _turn_into_failure(report)
    return report
