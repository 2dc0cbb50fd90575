"""What is printed to somebody who stopped reading, as head does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = Path(__file__).parents[3] / "main.py"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (["--help"], 0),
        (["--office", "nowhere", "doctor"], 1),
        (["--office", "nowhere", "--json", "doctor"], 1),
    ],
    ids=["help", "refused", "json"],
)
def test_a_closed_pipe_is_no_fault_and_the_exit_code_stays(tmp_path, asked, code):
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as nobody_reads:
        ended = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, str(MAIN), *asked],
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=nobody_reads,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ended.returncode, ended.stderr) == (code, b"")
