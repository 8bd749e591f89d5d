#!/usr/bin/env python3
"""fetch_published.py, without a line: what it keeps, what it passes over, and what it fails by."""
import contextlib
import hashlib
import io
import pathlib
import sys
import tempfile
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import fetch_published  # noqa: E402

# A part that is binary stands beside the envelope, and its lines end as MIME says.
MESSAGE = b"--b\r\nContent-Type: application/soap+xml\r\n\r\n<S:Envelope/>\r\n--b\r\n\r\n\x00\xff\x81\x8d\r\n--b--\r\n"
KEY = b"-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n"
NAME = "pubkey.pem"
FILES = [
    ("as4net", "them/as4net", "c0ffee", "there", "message.as4"),
    ("xmlsec", "them/xmlsec", "c0ffee", "there", NAME),
]
DIGESTS = {NAME: hashlib.sha256(KEY).hexdigest()}


class Fetched(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.message = self.folder / "as4net" / "message.as4"
        self.key = self.folder / "xmlsec" / NAME

    def run_with(self, message, key):
        """Each is what its address gives: octets, or an error. The result, what is told, what was asked for."""
        asked = []

        def fetch(url):
            asked.append(url)
            given = message if url.endswith(".as4") else key
            if isinstance(given, Exception):
                raise given
            return given

        said = io.StringIO()
        with (unittest.mock.patch.object(fetch_published, "FILES", FILES),
              unittest.mock.patch.object(fetch_published, "DIGESTS", DIGESTS),
              unittest.mock.patch.object(fetch_published, "fetch", fetch),
              contextlib.redirect_stdout(said), contextlib.redirect_stderr(said)):
            return fetch_published.main([str(self.folder)]), said.getvalue(), asked

    def test_keeps_a_message_with_all_its_octets_and_asks_for_nothing_twice(self):
        code, said, asked = self.run_with(MESSAGE, KEY)
        self.assertEqual((code, self.message.read_bytes(), self.key.read_bytes()), (0, MESSAGE, KEY), said)
        self.assertEqual(asked[0], "https://raw.githubusercontent.com/them/as4net/c0ffee/there/message.as4")
        self.assertIn("2 of 2", said)
        self.assertEqual(self.run_with(MESSAGE, KEY)[2], [])

    def test_another_key_is_not_kept_and_the_others_are(self):
        with unittest.mock.patch.object(sys.modules[__name__], "FILES", FILES[::-1]):
            code, said, _ = self.run_with(MESSAGE, KEY.replace(b"MCow", b"MCox"))
        self.assertEqual((code, self.key.exists(), self.message.exists()), (1, False, True))
        self.assertIn("1 of 2", said)
        self.assertTrue(said.splitlines()[-1].startswith(f"FAILED {NAME}: "), said)

    def test_a_key_that_was_changed_where_it_lies_is_taken_anew(self):
        self.run_with(MESSAGE, KEY)
        self.key.write_bytes(KEY + b"\n")
        code, _, asked = self.run_with(MESSAGE, KEY)
        self.assertEqual((code, len(asked), self.key.read_bytes()), (0, 1, KEY))

    def test_and_without_a_line_it_is_gone(self):
        self.run_with(MESSAGE, KEY)
        self.key.write_bytes(KEY + b"\n")
        code, said, _ = self.run_with(MESSAGE, OSError("no line"))
        self.assertEqual((code, self.key.exists()), (0, False))
        self.assertIn(f"SKIPPED {NAME}: no line", said)

    def test_what_cannot_be_had_is_no_failure(self):
        code, said, _ = self.run_with(OSError("no line"), OSError("no line"))
        self.assertEqual(code, 0)
        self.assertIn("SKIPPED message.as4: no line", said)
        self.assertIn("0 of 2 published files are in", said)

    def test_what_is_listed_with_a_digest_is_fetched(self):
        self.assertLessEqual(set(fetch_published.DIGESTS), {name for *_, name in fetch_published.FILES})


if __name__ == "__main__":
    unittest.main()
