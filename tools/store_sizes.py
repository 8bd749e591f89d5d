#!/usr/bin/env python3
"""Says how much each table of a store takes, with its indexes: store_sizes.py FOLDER, that of the store of a node that is stopped.

On disk are whole pages; content is what rows and keys hold of them. Of a small store only the second one says much.
"""
import argparse
import pathlib
import sqlite3
import sys

SIZES = """SELECT t.tbl_name, sum(s.pgsize), sum(s.payload)
           FROM dbstat AS s JOIN sqlite_schema AS t ON t.name = s.name GROUP BY t.tbl_name ORDER BY 2 DESC, 1"""


def rows_of(folder):
    """Of each table its name, rows, octets on disk and octets of content; the largest first."""
    file = (pathlib.Path(folder) / "lintas.db").resolve()
    connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    try:
        return [(name, connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0], disk, content)
                for name, disk, content in connection.execute(SIZES).fetchall()]
    finally:
        connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", metavar="FOLDER")
    try:
        rows = rows_of(parser.parse_args().folder)
    except sqlite3.Error as failure:
        print(f"store_sizes: {failure}", file=sys.stderr)
        return 2
    print(f"{'table':<12} {'rows':>9} {'on disk, KB':>12} {'content, KB':>12}")
    for name, count, disk, content in rows + [("all", *(sum(column) for column in list(zip(*rows))[1:]))]:
        print(f"{name:<12} {count:>9} {disk / 1000:>12.1f} {content / 1000:>12.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
