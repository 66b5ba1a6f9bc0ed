"""The two statements that every database knows."""

import pytest
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite

from bot.core.records import Counter
from bot.store.statements import adding, replacing
from bot.store.tables import RECORDS

QUOTE = '"'  # SQLite quotes `key`, PostgreSQL need not
DIALECTS: dict[str, Dialect] = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_record_replaces_the_one_with_its_key(dialect: str) -> None:
    words = str(replacing(dialect, RECORDS[Counter]).compile(dialect=DIALECTS[dialect])).replace(QUOTE, "")
    assert words.endswith("ON CONFLICT (key) DO UPDATE SET expires = excluded.expires, body = excluded.body")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_outbox_row_that_is_there_stays(dialect: str) -> None:
    words = str(adding(dialect).compile(dialect=DIALECTS[dialect])).replace(QUOTE, "")
    assert words.endswith("ON CONFLICT (key) DO NOTHING")
