"""Search tables and the triggers that keep them; derived, never synced.

Names are found by prefix, initials and digits in an ordinary table, as they are compared:
without blanks.  Texts are found by a trigram index over decomposed jamo, because a
trigram of whole syllables answers nothing for the usual query of two.
"""

from collections.abc import Iterator

_PERSON = (
    "INSERT INTO person_index (person_id, name, initials, digits, last4) VALUES ("
    "new.id, key_of(new.name), initials_of(new.name), digits_of(new.phone), "
    "substr(digits_of(new.phone), -4))"
)
_PETITION_BODY = "jamo_of(new.title || ' ' || new.content)"
_PETITION_ROW = "(SELECT number FROM petition_index WHERE petition_id = {row}.id)"


def search_triggers() -> Iterator[str]:
    """Yield the triggers that keep the search tables, as SQL."""
    yield f"CREATE TRIGGER person_found AFTER INSERT ON person BEGIN {_PERSON}; END"
    yield (
        "CREATE TRIGGER person_found_again AFTER UPDATE OF name, phone ON person BEGIN "
        f"DELETE FROM person_index WHERE person_id = old.id; {_PERSON}; END"
    )
    yield (
        "CREATE TRIGGER person_lost AFTER DELETE ON person BEGIN "
        "DELETE FROM person_index WHERE person_id = old.id; END"
    )
    row_new, row_old = (_PETITION_ROW.format(row=row) for row in ("new", "old"))
    yield (
        "CREATE TRIGGER petition_found AFTER INSERT ON petition BEGIN "
        "INSERT INTO petition_index (petition_id) VALUES (new.id); "
        "INSERT INTO petition_text (rowid, body) "
        f"VALUES ({row_new}, {_PETITION_BODY}); END"
    )
    yield (
        "CREATE TRIGGER petition_found_again AFTER UPDATE OF title, content "
        "ON petition BEGIN "
        f"UPDATE petition_text SET body = {_PETITION_BODY} WHERE rowid = {row_new}; END"
    )
    yield (
        "CREATE TRIGGER petition_lost AFTER DELETE ON petition BEGIN "
        f"DELETE FROM petition_text WHERE rowid = {row_old}; "
        "DELETE FROM petition_index WHERE petition_id = old.id; END"
    )
