#!/usr/bin/env python3
"""Says how much each table of a store takes, with its indexes: store_sizes.py FOLDER, that of the store of a node that is stopped.

On disk are whole pages; content is what rows and keys hold of them. Of a small store only the second one says much. With --rows N
the rows of evidence of the store are laid N times one behind the other, in a copy, so that its pages are full as those of a large
store are; what these take is told by the store as it is, a Nth of it.
"""
import argparse
import contextlib
import pathlib
import sqlite3
import sys

SIZES = """SELECT t.tbl_name, sum(s.pgsize), sum(s.payload)
           FROM dbstat AS s JOIN sqlite_schema AS t ON t.name = s.name GROUP BY t.tbl_name ORDER BY 2 DESC, 1"""


# What went over the wire, by the columns that tell one row from the next: how they go on behind those that are there.
EVIDENCE = {"sent": {"id": "id + :n * (SELECT max(id) FROM sent)"},
            "received": {"id": "id + :n * (SELECT max(id) FROM received)", "message": "message || '/' || :n"},
            "carrier": {"id": "id + :n * (SELECT max(id) FROM carrier)", "message": "message || '/' || :n"}}


def opened(folder):
    file = (pathlib.Path(folder) / "lintas.db").resolve()
    return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)


def laid(store, times):
    """A copy in memory with so many times the evidence."""
    copy = sqlite3.connect(":memory:")
    store.backup(copy)
    for table, others in EVIDENCE.items():
        columns = [row[1] for row in copy.execute(f"PRAGMA table_info({table})")]
        if not columns:  # a store of before
            continue
        copy.execute(f"CREATE TEMP TABLE first AS SELECT * FROM {table}")
        what = ", ".join(others.get(name, name).replace(f"FROM {table}", "FROM first") for name in columns)
        for n in range(1, times):
            copy.execute(f"INSERT INTO main.{table} SELECT {what} FROM first", {"n": n})
        copy.execute("DROP TABLE first")
    copy.commit()
    return copy


def rows_of(store):
    """Of each table its name, rows, octets on disk and octets of content; the largest first."""
    return [(name, store.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0], disk, content)
            for name, disk, content in store.execute(SIZES).fetchall()]


def sizes(folder, times):
    """The same of the store of a node; the evidence of it a part of so many times as much."""
    with contextlib.closing(opened(folder)) as store:
        if times == 1:
            return rows_of(store)
        with contextlib.closing(laid(store, times)) as copy:
            return [(name, *(value / times for value in told)) if name in EVIDENCE else (name, *told) for name, *told in rows_of(copy)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", metavar="FOLDER")
    parser.add_argument("--rows", type=int, default=1, metavar="N", help="lay evidence so often, so that pages are full (default: once)")
    given = parser.parse_args()
    try:
        rows = sizes(given.folder, max(1, given.rows))
    except sqlite3.Error as failure:
        print(f"store_sizes: {failure}", file=sys.stderr)
        return 2
    print(f"{'table':<12} {'rows':>9} {'on disk, KB':>12} {'content, KB':>12}")
    for name, count, disk, content in rows + [("all", *(sum(column) for column in list(zip(*rows))[1:]))]:
        print(f"{name:<12} {count:>9.0f} {disk / 1000:>12.1f} {content / 1000:>12.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
