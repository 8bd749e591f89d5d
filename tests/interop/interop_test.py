#!/usr/bin/env python3
"""What interop.py says last, without an access point: whoever reads the last line alone is not deceived."""
import contextlib
import io
import pathlib
import subprocess
import sys
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import interop  # noqa: E402

ROWS = 138  # with a node, both profiles; counted by hand, so that a table that is lost shows


def last_line(is_there=True, phase4=None):
    """With the programs that are needed, or without; `phase4` is what making it comes to."""
    out = io.StringIO()
    with (unittest.mock.patch.object(interop.shutil, "which", lambda name: name if is_there else None),
          unittest.mock.patch.object(interop, "make_phase4", phase4), contextlib.redirect_stdout(out)):
        code = interop.main(["point", "--node", "lintas"])
    return code, out.getvalue(), out.getvalue().splitlines()[-1]


class LastLine(unittest.TestCase):
    def test_counts_what_is_skipped_as_a_whole(self):
        code, _, last = last_line(is_there=False)
        self.assertEqual((code, last), (0, f"0 passed, 0 failed, {ROWS} skipped"))
        code, text, last = last_line(phase4=lambda _: (None, "phase4 cannot be fetched: no line"))
        self.assertEqual((code, last), (0, f"0 passed, 0 failed, {ROWS} skipped"))
        self.assertIn("SKIPPED: phase4 cannot be fetched: no line.", text)

    def test_is_there_where_the_harness_is_not_compiled(self):
        def fails(_):
            raise subprocess.CalledProcessError(1, "javac")

        code, text, last = last_line(phase4=fails)
        self.assertEqual((code, last), (1, f"0 passed, 1 failed, {ROWS - 1} skipped"))
        self.assertIn("javac", text)
        self.assertNotIn("SKIPPED: ", text, "a test that is told as skipped would hide it")


if __name__ == "__main__":
    unittest.main()
