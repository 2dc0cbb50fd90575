"""Grids of texts: encodings, separators, workbooks, formulas, words, cells."""

from datetime import date, datetime, time
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from models.errors import FileNotRead, PathRefused
from services.core.clock import SEOUL
from services.exchange import read_tables as reading
from services.exchange.columns import COLUMNS, Column, Secrecy
from services.exchange.formula_guard import STARTERS, guarded, unguarded
from services.exchange.give_rows import decimal_text
from services.exchange.kinds import Fault
from services.exchange.read_tables import Grid, read_tables
from services.exchange.row import RowRefused, rows_of
from services.exchange.words import (
    MEETING_KINDS,
    MEETING_STATES,
    PETITION_KINDS,
    PETITION_STATES,
    REQUEST_STATES,
    SUBJECTS,
    VISIT_STATES,
    read_word,
    written,
)
from services.exchange.write_tables import Table, csv_file, xlsx_file

VOCABULARIES = (
    SUBJECTS,
    PETITION_KINDS,
    PETITION_STATES,
    VISIT_STATES,
    REQUEST_STATES,
    MEETING_KINDS,
    MEETING_STATES,
)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30
)
COLUMN = Column("value", "값", "Value", ("수량",))


def saved(tmp_path, content, name="file.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def row(text):
    grid = Grid("", (("값", "쪽"), (text, "1")))
    (found,) = rows_of(grid, [COLUMN, Column("page", "쪽", "Page")])
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_a_csv_file_is_read_in_every_encoding_of_the_offices(tmp_path, encoding):
    path = saved(tmp_path, "이름,동\r\n김하늘,주교동\r\n".encode(encoding))
    assert read_tables(path) == (Grid("", (("이름", "동"), ("김하늘", "주교동"))),)


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_separator_is_found(tmp_path, separator):
    text = separator.join(("이름", "동")) + "\n" + separator.join(("가", "나"))
    (grid,) = read_tables(saved(tmp_path, text.encode()))
    assert grid.rows == (("이름", "동"), ("가", "나"))


def test_a_workbook_gives_its_cells_as_somebody_would_type_them(tmp_path):
    book = Workbook()
    cells = ["글", 3, 2.0, 2.5, date(2026, 11, 26), time(14, 5), None]
    morning = datetime(2026, 11, 26, 9, 30, tzinfo=SEOUL).replace(tzinfo=None)
    book.active.append([*cells, morning])
    content = BytesIO()
    book.save(content)
    (grid,) = read_tables(saved(tmp_path, content.getvalue(), "file.xlsx"))
    told = ("글", "3", "2", "2.5", "2026-11-26", "14:05", "", "2026-11-26 09:30")
    assert grid.rows == (told,)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"\x81\xff\xff", "file.csv", "encoding"),
        (b"no workbook", "file.xlsx", "no_table"),
        (b"PK\x05\x06" + b"\x00" * 18, "file.xlsx", "no_table"),
    ],
)
def test_what_is_no_table_is_refused_as_a_value(tmp_path, content, name, why):
    with pytest.raises(FileNotRead) as caught:
        read_tables(saved(tmp_path, content, name))
    assert caught.value.facts == {"why": why}


def test_a_missing_or_too_large_file_is_refused(tmp_path, monkeypatch):
    with pytest.raises(PathRefused, match=r"nothing\.csv"):
        read_tables(tmp_path / "nothing.csv")
    monkeypatch.setattr(reading, "MOST_BYTES", 3)
    with pytest.raises(FileNotRead, match="too_large"):
        read_tables(saved(tmp_path, b"a,b,c"))


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    content = xlsx_file(Table("표", ("가",), ()))
    monkeypatch.setattr(reading, "MOST_UNPACKED_BYTES", 100)
    with pytest.raises(FileNotRead, match="too_large"):
        read_tables(saved(tmp_path, content, "file.xlsx"))


@given(TEXTS)
def test_a_guarded_text_never_begins_like_a_formula_and_reads_back(text):
    safe = guarded(text)
    assert not safe.startswith(STARTERS)
    assert unguarded(safe) == text


@pytest.mark.parametrize("starter", STARTERS)
def test_every_formula_starter_is_guarded(starter):
    assert guarded(f"{starter}cmd|' /C calc'!A0").startswith("'")


@given(st.lists(st.tuples(TEXTS, TEXTS, st.integers(0, 10**9)), max_size=5))
def test_a_csv_table_reads_back_as_it_was_written(rows):
    text = csv_file(Table("표", ("가", "나", "다"), tuple(rows))).decode("utf-8-sig")
    read = [tuple(map(unguarded, line)) for line in csv_lines(text)]
    assert read[1:] == [(a, b, str(n)) for a, b, n in rows]


def csv_lines(text):
    import csv
    from io import StringIO

    return csv.reader(StringIO(text, newline=""))


def test_a_workbook_holds_texts_never_formulas(tmp_path):
    table = Table("표/1", ("가",), (("=1+1",), ("@SUM(A1)",), ("\x01글",), (7,)))
    content = xlsx_file(table)
    cells = [r[0] for r in load_workbook(BytesIO(content)).active.iter_rows()]
    assert [c.data_type for c in cells] == ["s", "s", "s", "s", "n"]
    assert [c.value for c in cells] == ["가", "'=1+1", "'@SUM(A1)", "글", 7]
    (grid,) = read_tables(saved(tmp_path, content, "file.xlsx"))
    assert [line[0] for line in grid.rows] == ["가", "=1+1", "@SUM(A1)", "글", "7"]


@pytest.mark.parametrize("words", VOCABULARIES)
def test_every_value_has_its_own_word_and_reads_back(words):
    kind = type(next(iter(words)))
    assert set(words) == set(kind)
    for value in kind:
        assert read_word(words, written(words, value)) is value
        assert read_word(words, value.value.upper()) is value


def test_an_unknown_word_means_nothing():
    assert read_word(SUBJECTS, "우주") is None


@pytest.mark.parametrize(
    "text",
    ["2026-11-26", "2026. 11. 26.(목)", "2026.11.26", "2026/11/26", "2026년 11월 26일"],
)
def test_dates_are_read_as_offices_write_them(text):
    assert row(text).day("value") == date(2026, 11, 26)


@pytest.mark.parametrize("text", ["2026-02-30", "26.11.26", "내일", "0001-01-01", "-"])
def test_a_wrong_date_is_a_fault_and_not_a_day(text):
    found = row(text)
    found.day("value")
    assert [fault.fault for fault in found.faults] == [Fault.WRONG_DATE]
    with pytest.raises(RowRefused):
        found.settle()


def test_times_and_instants_are_seoul_time():
    assert row("14시 05분").time_or("value", time(9)) == time(14, 5)
    assert row("").time_or("value", time(9)) == time(9)
    found = row("2026-11-26 14:30").instant("value", time(9))
    assert found == datetime(2026, 11, 26, 14, 30, tzinfo=SEOUL)
    assert row("2026. 11. 26.(목)").instant("value", time(9)).hour == 9


def test_wrong_times_and_numbers_are_faults():
    for text, read in (
        ("25:00", lambda r: r.time_or("value", time(9))),
        ("2026-11-26 9시쯤", lambda r: r.instant("value", time(9))),
        ("1.5", lambda r: r.count("value", 1, 10)),
        ("11", lambda r: r.count("value", 1, 10)),
        ("많음", lambda r: r.scaled("value", 10, 100)),
        ("NaN", lambda r: r.scaled("value", 10, 100)),
        ("1e9", lambda r: r.scaled("value", 10, 100)),
    ):
        found = row(text)
        read(found)
        assert len(found.faults) == 1, text


@given(st.integers(-180_000_000, 180_000_000))
def test_millionths_and_their_decimals_name_each_other(number):
    text = decimal_text(number)
    assert row(text).scaled("value", 1_000_000, 10**9) == number
    assert float(text) == number / 1_000_000


def test_several_faults_of_a_row_are_told_at_once():
    columns = [Column("a", "가", "A", required=True), Column("b", "나", "B", longest=2)]
    (found,) = rows_of(Grid("표", (("가", "나"), ("", "너무김"))), columns)
    found.text("a")
    found.text("b")
    told = [(f.sheet, f.row, f.column, f.fault) for f in found.faults]
    assert told == [("표", 2, "가", "missing"), ("표", 2, "나", "too_long")]


def test_heads_are_found_below_a_title_in_both_languages():
    grid = Grid("", (("공휴일 목록",), ("Date", "Name"), ("2026-01-01", "신정")))
    (found,) = rows_of(grid, COLUMNS_OF_HOLIDAYS)
    assert (found.number, found.text("name_ko")) == (3, "신정")


def test_a_missing_head_is_named():
    found = rows_of(Grid("표", (("날짜",), ("2026-01-01",))), COLUMNS_OF_HOLIDAYS)
    assert (found.column, found.fault) == ("이름", Fault.MISSING_COLUMN)


COLUMNS_OF_HOLIDAYS = next(c for kind, c in COLUMNS.items() if kind == "holidays")


def test_personal_columns_are_masked_and_free_words_hidden():
    shown = {
        Secrecy.NAME: "김*늘",
        Secrecy.TEXT: "***",
        Secrecy.OPEN: "김하늘",
    }
    for secrecy, wanted in shown.items():
        assert Column("a", "가", "A", secrecy=secrecy).masked("김하늘") == wanted


@pytest.mark.parametrize("kind", list(COLUMNS))
def test_no_two_columns_of_a_kind_share_their_heads(kind):
    for head in ("korean", "english"):
        heads = [getattr(column, head) for column in COLUMNS[kind]]
        assert len(set(heads)) == len(heads)
