#!/usr/bin/env python3
"""Talks AS4 with phase4, an access point that is not ours: ./dev interop [--large] [--record FOLDER].

Both are processes on this machine with keys made for this run: ours is interop_point over src/shell/as4 and
src/shell/net, and then, with --node, a whole node (nodes.py); theirs a small program around the released phase4-lib
(phase4/). Each row is one exchange, in either profile and either direction, that ends with what has to be there: the
receipt, the payloads octet by octet, what the node keeps, or the refusal. --large adds 100 MB, which comes to us in pieces. --record takes the keys of tests/as4/recorded and keeps in the folder the exchanges that
stand there (RECORDED, OURS_RECORDED), with the payloads of what is not packed.

The last line has three numbers: passed, failed, skipped, together all rows; it is there whatever fails. Without a JDK, Maven or
OpenSSL everything is skipped.
"""
import argparse
import hashlib
import http.client
import pathlib
import queue
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import traceback
import unittest.mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT / "tools"), str(HERE)]

import nodes  # noqa: E402
from corridor import Failed  # noqa: E402

PROFILES = ("1.x", "2.0")
NAMINGS = ("token", "issuer-serial", "key-identifier")
NEEDED = ("java", "javac", "mvn", "openssl")
ANSWER_WITHIN = 240  # seconds, with 100 MB and sanitizers

# Not as canonical form has it: a declaration, CRLF, quotes, references, empty elements, comments, instructions.
RAW_XML = (b"<?xml version='1.0' encoding='UTF-8'?>\r\n<!-- before --><?p before?>\r\n"
           b"<a xmlns:unused='urn:u' b='1' a=\"2 &#65;\">\r\n<b/><![CDATA[<&]]>&gt;\xe0\xb8\x81<!-- in --><?p in?></a>\r\n"
           b"<?p after?>")
THREE_KINDS = "three uncompressed payloads of three kinds"
MANY = "25 payloads"
TEST = "test service, no payload"
THREE = "three payloads"
SIZES = (2**16 - 1, 2**16, 2**16 + 1)  # where phase4 begins to keep payloads in files


def named_by(naming):
    return f"packed XML, certificates by {naming}"


def octets_of(size):
    return f"{size} octets"


# What --record keeps, and as what: by phase4 as v?.NAME, by ours as v?.ours and v?.ours-NAME.
RECORDED = {THREE_KINDS: "uncompressed", THREE: "three", MANY: "many", TEST: "test"}
OURS_RECORDED = RECORDED | {named_by(naming): naming for naming in NAMINGS} | {octets_of(size): str(size) for size in SIZES}
RAW_TEXT = b"one\ntwo\r\nthree\rfour\r\r\nfive"


def say(text):
    print(text, flush=True)


class Point:
    """A program that receives into a folder and sends what it is told, one line each."""

    def __init__(self, name, command, log):
        self.name = name
        self.log = open(log, "w")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        self.port = int(self.answer(60).removeprefix("ready "))

    def read(self):
        for line in self.process.stdout:
            if line.startswith("= "):
                self.lines.put(line[2:].rstrip("\n"))
        self.lines.put(None)

    def answer(self, within):
        try:
            line = self.lines.get(timeout=within)
        except queue.Empty:
            raise Failed(f"{self.name} says nothing") from None
        if line is None:
            raise Failed(f"{self.name} has ended; see {self.log.name}")
        return line

    def send(self, parts=(), **options):
        fields = [f"{name}={value}" for name, value in options.items()]
        fields += [f"part={kind}:{path}" for kind, path in parts]
        self.process.stdin.write("\t".join(fields) + "\n")
        self.process.stdin.flush()
        return self.answer(ANSWER_WITHIN)

    def stop(self):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


class Line:
    """One profile between party a, which is ours, and party b, which is phase4."""

    def __init__(self, profile, ours, theirs, place, record):
        self.profile, self.ours, self.theirs = profile, ours, theirs
        self.inbox_ours = place / "ours" / profile
        self.inbox_theirs = place / f"phase4-{profile}" / "in"
        self.url_ours = f"http://127.0.0.1:{ours.port}/{profile}"
        self.url_theirs = f"http://127.0.0.1:{theirs.port}/as4"
        self.place, self.record, self.count = place, record, 0

    def options(self, options):
        self.count += 1
        return {"id": f"m{self.count}@{self.profile}.interop", "conversation": f"c{self.count}", **options}

    def to_theirs(self, parts=(), **options):
        options = self.options(options)
        answer = self.ours.send(parts, url=self.url_theirs, profile=self.profile, **options)
        return options["id"], answer

    def to_ours(self, parts=(), **options):
        options = self.options(options)
        return options["id"], self.theirs.send(parts, url=self.url_ours, **options)

    def recorded(self, row, is_ours):
        """The option that keeps an exchange, where it is one of those that are kept."""
        names = OURS_RECORDED if is_ours else RECORDED
        if self.record is None or row not in names:
            return {}
        name = names[row]
        if is_ours:
            name = "ours" if row == THREE_KINDS else f"ours-{name}"
        return {"record": self.record / f"v{self.profile[0]}.{name}"}

    def refusals(self):
        file = self.inbox_ours / "refused"
        return file.read_text().splitlines() if file.exists() else []


def expect(condition, text):
    if not condition:
        raise Failed(text)


def delivered(inbox, message, parts):
    """Once, with these payloads."""
    folder = inbox / message
    expect((folder / "message").exists(), "it was not delivered")
    lines = (folder / "message").read_text().splitlines()
    expect(len(lines) == 1, f"it was delivered {len(lines)} times")
    fields = dict(field.split("=", 1) for field in lines[0].split("\t"))
    expect(fields["signed"] == "true", "it was not signed and sealed")
    files = [f for f in folder.iterdir() if f.name != "message"]
    expect(len(files) == len(parts), f"{len(files)} payloads instead of {len(parts)}")
    for number, (_, path) in enumerate(parts, 1):
        same = (folder / str(number)).read_bytes() == pathlib.Path(path).read_bytes()
        expect(same, f"payload {number} is another one")
    return fields


def nothing_delivered(inbox, message):
    expect(not (inbox / message).exists(), "it was delivered")


# ---- payloads


class Payloads:
    def __init__(self, folder):
        folder.mkdir()
        self.folder = folder
        self.random = random.Random(2026)

    def file(self, name, content):
        path = self.folder / name
        if not path.exists():
            path.write_bytes(content)
        return path

    def xml(self, items=300):
        rows = "".join(f"<item><number>{i}</number><text>h\u00e0ng h\u00f3a {i * 7919 % 1000}</text></item>" for i in range(items))
        return "application/xml", self.file(f"{items}.xml", f"<items>{rows}</items>".encode())

    def raw_xml(self):
        return "application/xml", self.file("raw.xml", RAW_XML)

    def raw_text(self):
        return "text/plain", self.file("raw.txt", RAW_TEXT)

    def digests(self, size):
        """Octets that no packing makes shorter, and that a test can make again: SHA-256 of "0", of "1", and so on."""
        content = b"".join(hashlib.sha256(str(n).encode()).digest() for n in range(size // 32 + 1))
        return "application/octet-stream", self.file(f"{size}.digests", content[:size])

    def octets(self, size):
        path = self.folder / f"{size}.bin"
        return "application/octet-stream", path if path.exists() else self.file(path.name, self.random.randbytes(size))


def sets(payloads):
    """What rows 3 and 4 carry: row, name, whether it is packed, parts."""
    yield 3, "uncompressed XML that is not canonical", False, [payloads.raw_xml()]
    yield 3, "uncompressed text with three kinds of line ends", False, [payloads.raw_text()]
    yield 3, "uncompressed octets", False, [payloads.octets(1000)]
    mixed = [payloads.raw_xml(), payloads.raw_text(), payloads.octets(1000)]
    yield 3, THREE_KINDS, False, mixed
    yield 4, THREE, True, mixed
    yield 4, MANY, True, [payloads.xml(n) for n in range(1, 26)]
    for size in SIZES:
        yield 4, octets_of(size), True, [payloads.digests(size)]
        yield 4, f"{octets_of(size)}, uncompressed", False, [payloads.digests(size)]


# ---- rows: (number, direction, name, function) for one profile; a text in place of the function says why it is left out


def large(number, way, megabytes, payloads, is_large, answered):
    for name, options in ((f"{megabytes} MB", {}), (f"{megabytes} MB, uncompressed", {"plain": 1})):
        if not is_large:
            yield number, way, name, "without --large"
            continue
        parts = [payloads.octets(megabytes * 1_000_000)]
        yield number, way, name, lambda parts=parts, options=options: answered(parts, **options)


def ours_to_theirs(line, payloads, is_large):
    way = "ours -> phase4"

    def answered(parts, **options):
        message, answer = line.to_theirs(parts, **options)
        expect(answer == "receipt", answer)
        if "test" not in options:
            delivered(line.inbox_theirs, message, parts)

    def duplicate():
        parts = [payloads.xml()]
        message, answer = line.to_theirs(parts)
        expect(answer == "receipt", answer)
        again = line.ours.send(url=line.url_theirs, again=1)
        expect(again.startswith("error EBMS:"), again)
        delivered(line.inbox_theirs, message, parts)

    def damaged(what):
        message, answer = line.to_theirs([payloads.xml()], damage=what)
        # Signed, and about this message where phase4 could read which it is.
        expect(answer.startswith(("error EBMS:", "doubtful an error about another message EBMS:")), answer)
        nothing_delivered(line.inbox_theirs, message)

    def refused(code, **options):
        message, answer = line.to_theirs([payloads.xml()], **options)
        expect(answer == f"error {code}", answer)
        nothing_delivered(line.inbox_theirs, message)

    yield 1, way, TEST, lambda: answered([], test=1, **line.recorded(TEST, True))
    for naming in NAMINGS:
        options = {"naming": naming} | line.recorded(named_by(naming), True)
        yield 2, way, named_by(naming), lambda options=options: answered([payloads.xml()], **options)
    for number, name, packs, parts in sets(payloads):
        options = ({} if packs else {"plain": 1}) | line.recorded(name, True)
        yield number, way, name, lambda parts=parts, options=options: answered(parts, **options)
    yield from large(4, way, 100, payloads, is_large, answered)
    yield 5, way, "the same message twice", duplicate
    for what in ("messaging", "body", "payload", "signature"):
        yield 6, way, f"an octet changed: {what}", lambda what=what: damaged(what)
    yield 9, way, "2.0 with ECDSA and ECDH", "we do not offer that alternative"
    # phase4-lib alone takes any: whoever builds on it asks, here the inbox of phase4/.
    for corner in ("originalSender", "finalRecipient"):
        yield 10, way, f"no {corner}", lambda corner=corner: refused("EBMS:0010", without=corner)
    yield 10, way, "for a party that it is not", lambda: refused("EBMS:0003", to="party-c")
    yield 10, way, "an agreement that nobody made", lambda: refused("EBMS:0003", agreement="urn:other")


def theirs_to_ours(line, payloads, is_large):
    way = "phase4 -> ours"

    def answered(parts, **options):
        message, answer = line.to_ours(parts, **options)
        expect(answer == "receipt", answer)
        if "test" not in options:
            delivered(line.inbox_ours, message, parts)
        else:
            nothing_delivered(line.inbox_ours, message)

    def duplicate():
        name = line.place / f"twice-{line.profile}"
        parts = [payloads.xml()]
        message, answer = line.to_ours(parts, record=name)
        expect(answer == "receipt", answer)
        replies = [post(line.url_ours, name) for _ in range(2)]
        expect(b"NonRepudiationInformation" in replies[0] and replies[0] == replies[1], "two different answers")
        delivered(line.inbox_ours, message, parts)

    def refused(code, is_known, **options):
        before = len(line.refusals())
        message, answer = line.to_ours([payloads.xml()], **options)
        expect(answer != "receipt" and "EBMS:" in answer, answer)
        # A stranger is told nothing but that it is one; what was wrong stands in our log.
        expect(("EBMS:0101" in answer) != is_known, answer)
        expect(answer.startswith("error" if is_known else ("unsigned", "doubtful")), answer)
        expect([text.split()[0] for text in line.refusals()[before:]] == [code], f"refused otherwise: {line.refusals()[before:]}")
        nothing_delivered(line.inbox_ours, message)

    yield 7, way, TEST, lambda: answered([], test=1, **line.recorded(TEST, False))
    for naming in NAMINGS:
        yield 7, way, named_by(naming), lambda naming=naming: answered([payloads.xml()], naming=naming)
    for _, name, packs, parts in sets(payloads):
        options = ({} if packs else {"plain": 1}) | line.recorded(name, False)
        yield 7, way, name, lambda parts=parts, options=options: answered(parts, **options)
    yield from large(7, way, 10, payloads, is_large, answered)
    yield from large(7, way, 100, payloads, is_large, answered)
    yield 8, way, "the same message twice", duplicate
    yield 9, way, "2.0 with ECDSA and ECDH", "we do not offer that alternative"
    for corner in ("originalSender", "finalRecipient"):
        yield 10, way, f"no {corner}", lambda corner=corner: refused("EBMS:0010", True, without=corner)
    yield 10, way, "a party that nobody knows", lambda: refused("EBMS:0010", False, **{"from": "party-c"})
    yield 10, way, "an agreement that nobody made", lambda: refused("EBMS:0010", False, agreement="urn:other")


def two_way(line, payloads, _):
    def asked(first, first_inbox, second, second_inbox):
        parts = [payloads.xml()]
        question, answer = first(parts)
        expect(answer == "receipt", answer)
        conversation = delivered(first_inbox, question, parts)["conversation"]
        reply, answer = second(parts, ref=question, conversation=conversation)
        expect(answer == "receipt", answer)
        fields = delivered(second_inbox, reply, parts)
        expect(fields["ref"] == question and fields["conversation"] == conversation, f"lost: {fields}")

    yield 11, "ours -> phase4", "two-way push and push", lambda: asked(
        line.to_theirs, line.inbox_theirs, line.to_ours, line.inbox_ours)
    yield 11, "phase4 -> ours", "two-way push and push", lambda: asked(
        line.to_ours, line.inbox_ours, line.to_theirs, line.inbox_theirs)


def post(url, name):
    """What was recorded once more, octet by octet."""
    host, path = url.removeprefix("http://").split("/", 1)
    connection = http.client.HTTPConnection(host, timeout=ANSWER_WITHIN)
    kind = pathlib.Path(f"{name}.request.content-type").read_text()
    connection.request("POST", "/" + path, pathlib.Path(f"{name}.request.body").read_bytes(), {"Content-Type": kind})
    return connection.getresponse().read()


# ---- what is needed


def run(*command, **options):
    subprocess.run(command, check=True, **options)


def make_keys(folder):
    """A CA and for either party a certificate of each kind; that of X25519 cannot sign its own request."""
    folder.mkdir()

    def openssl(*arguments):
        run("openssl", *arguments, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def key(name, *kind):
        openssl("genpkey", "-algorithm", *kind, "-out", f"{name}.key")

    rsa = ("RSA", "-pkeyopt", "rsa_keygen_bits:2048")
    key("ca", *rsa)
    openssl("req", "-x509", "-new", "-key", "ca.key", "-subj", "/C=XX/O=Test/CN=Test CA", "-days", "30", "-out", "ca.crt")
    uses = {"rsa": "digitalSignature,keyEncipherment,dataEncipherment", "ed": "digitalSignature", "x": "keyAgreement"}
    kinds = {"rsa": rsa, "ed": ("ED25519",), "x": ("X25519",)}
    serial = 1
    for party in ("a", "b"):
        for kind, use in uses.items():
            name, serial = f"{party}-{kind}", serial + 1
            key(name, *kinds[kind])
            (folder / f"{name}.ext").write_text(
                f"basicConstraints=CA:FALSE\nkeyUsage=critical,{use}\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n")
            openssl("pkey", "-in", f"{name}.key", "-pubout", "-out", f"{name}.pub")
            openssl("req", "-new", "-key", "ca.key", "-subj", f"/C=XX/O=Test/CN=party-{party} {kind}", "-out", f"{name}.csr")
            openssl("x509", "-req", "-in", f"{name}.csr", "-force_pubkey", f"{name}.pub", "-CA", "ca.crt", "-CAkey", "ca.key",
                    "-set_serial", str(serial), "-days", "30", "-sha256", "-extfile", f"{name}.ext", "-out", f"{name}.crt")


def make_phase4(build):
    """Fetches the released artifacts and compiles the harness; gives the class path, or why there is none."""
    libraries, classes = build / "lib", build / "classes"
    build.mkdir(parents=True, exist_ok=True)
    stamp = build / "resolved"
    pom = HERE / "phase4/pom.xml"
    if not stamp.exists() or stamp.read_text() != pom.read_text():
        say("fetching phase4")
        got = subprocess.run(("mvn", "-q", "-B", "-f", str(pom), "dependency:copy-dependencies", f"-DoutputDirectory={libraries}"),
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if got.returncode != 0:
            return None, "phase4 cannot be fetched: " + (got.stdout.strip().splitlines() or ["Maven says nothing"])[-1]
        stamp.write_text(pom.read_text())
    shutil.rmtree(classes, ignore_errors=True)
    shutil.copytree(HERE / "phase4/resources", classes)
    sources = sorted(str(file) for file in (HERE / "phase4/src").rglob("*.java"))
    run("javac", "-proc:none", "-Xlint:none", "-d", str(classes), "-cp", f"{libraries}/*", *sources)
    return f"{classes}:{libraries}/*", None


OUR_ROWS = (ours_to_theirs, theirs_to_ours, two_way)
NODE_ROWS = (nodes.node_to_theirs, nodes.theirs_to_node, nodes.two_way_with_node)


def count_rows(with_node, is_large):
    """How many there are; nobody has to be there for them."""
    nobody = unittest.mock.MagicMock()
    nobody.recorded.return_value = {}
    tables = OUR_ROWS + (NODE_ROWS if with_node else ())
    return len(PROFILES) * sum(1 for rows in tables for _ in rows(nobody, nobody, is_large))


def skip(why, rows):
    say("")
    say(f"SKIPPED: {why}. Nothing was shown about other access points.")
    say(f"0 passed, 0 failed, {rows} skipped")
    return 0


def play(rows, profile, counts):
    for number, way, name, check in rows:
        title = f"{number:>2} {profile} {way}: {name}"
        if isinstance(check, str):
            counts["skipped"] += 1
            say(f"skipped {title} ({check})")
            continue
        try:
            check()
            counts["passed"] += 1
            say(f"passed  {title}")
        except (Failed, OSError, http.client.HTTPException) as why:
            counts["failed"] += 1
            say(f"FAILED  {title}: {why}")


def phase4(name, class_path, keys, folder, profile, log, *properties):
    java = ("java", "-Xmx2g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", *properties, "-cp", class_path, "lintas.interop.Point")
    return Point(name, (*java, str(keys), str(folder), profile), log)


def with_a_node(program, keys, place, class_path, points, counts):
    home = nodes.Home(program, keys, place)
    try:
        lines = []
        for profile in PROFILES:
            state = nodes.STATES[profile][0]
            theirs = phase4(f"phase4 of {state}", class_path, keys, place / f"phase4-node-{profile}", profile,
                            place / f"phase4-node-{profile}.log", f"-Dlintas.party=NTA.{state}",
                            f"-Dlintas.agreement={nodes.AGREEMENT}", "-Dlintas.line=line-b,line-a")
            points.append(theirs)
            home.know(profile, theirs.port)
            lines.append(nodes.NodeLine(profile, home, theirs, place))
        home.start()
        for line in lines:
            for rows in NODE_ROWS:
                play(rows(line, None, False), line.profile, counts)
    finally:
        home.stop()


def play_all(options, class_path, counts):
    points = []
    place = pathlib.Path(tempfile.mkdtemp(prefix="interop."))
    whole = False
    try:
        keys = place / "keys"
        if options.record:
            options.record.mkdir(parents=True, exist_ok=True)
            shutil.copytree(ROOT / "tests/as4/recorded/keys", keys)
        else:
            make_keys(keys)
        ours = Point("our point", (str(options.point), str(keys), str(place / "ours")), place / "ours.log")
        points.append(ours)
        payloads = Payloads(place / "payloads")
        for profile in PROFILES:
            theirs = phase4(f"phase4 of {profile}", class_path, keys, place / f"phase4-{profile}", profile,
                            place / f"phase4-{profile}.log")
            points.append(theirs)
            line = Line(profile, ours, theirs, place, options.record)
            for rows in OUR_ROWS:
                play(rows(line, payloads, options.large), profile, counts)
        if options.node:
            with_a_node(options.node, keys, place, class_path, points, counts)
        if options.record:
            for _, path in (payloads.raw_xml(), payloads.raw_text(), payloads.octets(1000)):
                shutil.copy(path, options.record / f"uncompressed{path.suffix}")
        whole = counts["failed"] == 0
    finally:
        for point in points:
            point.stop()
        if whole:
            shutil.rmtree(place)
        else:
            say(f"what they said is in {place}")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("point", type=pathlib.Path, help="our interop_point")
    parser.add_argument("--node", type=pathlib.Path, help="the program lintas, for the rows with a whole node")
    parser.add_argument("--large", action="store_true", help="also payloads of 10 and 100 MB")
    parser.add_argument("--record", type=pathlib.Path, help="keep exchanges in this folder")
    options = parser.parse_args(arguments)

    rows = count_rows(options.node is not None, options.large)
    missing = [program for program in NEEDED if shutil.which(program) is None]
    if missing:
        return skip(f"{', '.join(missing)} missing", rows)
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    try:
        class_path, why = make_phase4(ROOT / "build/interop")
        if class_path is None:
            return skip(why, rows)
        play_all(options, class_path, counts)
    except Exception as why:  # whatever it is, the last line tells that it failed
        traceback.print_exc()
        say(f"FAILED  and the rows that were left with it: {why}")
        counts["failed"] += 1
        counts["skipped"] += max(0, rows - sum(counts.values()))
    say(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
