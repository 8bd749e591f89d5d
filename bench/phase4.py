#!/usr/bin/env python3
"""Lets phase4, an access point that is not ours, and ours receive the same messages, in turn: ./dev bench phase4.

Messages of 20 KB of XML, packed, signed and sealed, are made by ours beforehand, each with an id of its own, and
answered with a signed receipt: over HTTP on loopback, on kept connections, without TLS, and nothing is stored. Either
receiver has the first processor alone, and who posts the last. phase4 has been warmed up before by 20,000 messages,
with all processors. Of its two libraries of cryptography that goes first which is faster for the profile.

Without a JDK or Maven everything is skipped.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/interop"))

from interop import NEEDED, PROFILES, Failed, Point, make_phase4, say, skip  # noqa: E402

KEYS = ROOT / "tests/as4/recorded/keys"
PROVIDERS = {"jdk": "JDK first", "bc": "BouncyCastle first"}
# The JDK is the faster one with RSA, BouncyCastle with Ed25519 and X25519.
FASTER = {"1.x": "jdk", "2.0": "bc"}
WARM = 20_000  # messages: until then a JVM still gets faster
ROUNDS = 3
PASSAGES = {"alone": (1, 1_000), "together": (4, 1_000)}  # connections, messages
ANSWER_WITHIN = 900  # seconds, of a JVM that is not warm yet
JAVA = ("java", "-Xmx2g", "-XX:+UseParallelGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
        # Both are looked up on the class path again and again unless they are named.
        "-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider",
        "-Djavax.xml.transform.TransformerFactory=com.sun.org.apache.xalan.internal.xsltc.trax.TransformerFactoryImpl")


def pin(process, processor):
    """All its threads; those that they start stay there, too."""
    for thread in os.listdir(f"/proc/{process}/task"):
        os.sched_setaffinity(int(thread), {processor})


def memory(process):
    """Most of it so far, in MiB."""
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise Failed("a receiver has ended")


class Receiver:
    def __init__(self, name, command, path, place):
        self.name = name
        self.point = Point(name, command, place / f"{name.replace(' ', '-')}.log")
        self.pid = self.point.process.pid
        self.url = f"http://127.0.0.1:{self.point.port}{path}"
        self.found = {kind: [] for kind in PASSAGES}

    def post(self, replay, first, count, connections):
        replay.process.stdin.write(f"{self.url} {self.pid} {first} {count} {connections}\n")
        replay.process.stdin.flush()
        answer = replay.answer(ANSWER_WITHIN)
        if answer.startswith("failed"):
            raise Failed(f"{self.name}: {answer}")
        seconds, processor_us, p50, p99, p999 = map(float, answer.split())
        return {"rate": count / seconds, "processor": processor_us, "p50": p50, "p99": p99, "p999": p999}

    def median(self, kind, what):
        return statistics.median(one[what] for one in self.found[kind])


class Report:
    """As report.hpp has it. The floor is what the other access point needs: nobody has to stop there."""

    def __init__(self):
        self.figures = []

    def add(self, name, value, unit, floor=None):
        figure = {"name": name, "value": value, "unit": unit}
        line = f"{name:<52} {value:>12.1f} {unit}"
        if floor is not None:
            figure |= {"floor": floor, "ratio": value / floor}
            line += f"  (floor {floor:.1f}, ratio {figure['ratio']:.2f})"
        say(line)
        self.figures.append(figure)


def measure(profile, provider, warm, class_path, program, place, report):
    count_of_all = warm + ROUNDS * sum(count for _, count in PASSAGES.values())
    processors = sorted(os.sched_getaffinity(0))
    ours = theirs = replay = None
    try:
        theirs = Receiver(f"phase4 {PROVIDERS[provider]}",
                          (*JAVA, "-cp", class_path, "lintas.interop.Point", str(KEYS), str(place / "phase4"), profile, provider),
                          "/as4", place)
        ours = Receiver("ours", (str(program), "receive", profile), "/as4", place)
        replay = Point("who posts", (str(program), "replay", profile, str(count_of_all)), place / "replay.log")
        theirs.post(replay, 0, warm, 4)
        for receiver in (theirs, ours):
            pin(receiver.pid, processors[0])
        pin(replay.process.pid, processors[-1])
        first = warm
        for _ in range(ROUNDS):
            for kind, (connections, count) in PASSAGES.items():
                for receiver in (theirs, ours):
                    receiver.found[kind].append(receiver.post(replay, first, count, connections))
                first += count
        floors = {}
        for receiver in (theirs, ours):
            found = {
                ("received", "msg/s"): receiver.median("together", "rate"),
                ("processor", "us"): receiver.median("together", "processor"),
                ("p50", "ms"): receiver.median("alone", "p50"),
                ("p99", "ms"): receiver.median("alone", "p99"),
                ("p999", "ms"): receiver.median("alone", "p999"),
                ("memory at most", "MiB"): memory(receiver.pid),
            }
            for (what, unit), value in found.items():
                report.add(f"{profile}, {receiver.name}: {what}", value, unit, floors.get(what))
                floors[what] = value
        report.add(f"{profile}: processor, theirs to ours",
                   theirs.median("together", "processor") / ours.median("together", "processor"), "")
    finally:
        for point in (theirs and theirs.point, ours and ours.point, replay):
            if point:
                point.stop()


def main():
    arguments = argparse.ArgumentParser(prog="./dev bench phase4", description=__doc__.splitlines()[0])
    arguments.add_argument("--profile", choices=PROFILES, help="of AS4 (default: either)")
    arguments.add_argument("--providers", choices=PROVIDERS, help="whose cryptography goes first (default: the faster)")
    arguments.add_argument("--warm", type=int, default=WARM, metavar="N", help="messages before (default: %(default)s; fewer is unfair)")
    arguments.add_argument("--json", type=pathlib.Path, metavar="FILE")
    arguments.add_argument("--program", default=ROOT / "build/bench/bench/bench_as4", help=argparse.SUPPRESS)
    options = arguments.parse_args()

    missing = [program for program in NEEDED if shutil.which(program) is None]
    if missing:
        return skip(f"{', '.join(missing)} missing")
    class_path, why = make_phase4(ROOT / "build/interop")
    if class_path is None:
        return skip(why)

    report = Report()
    place = pathlib.Path(tempfile.mkdtemp(prefix="bench-phase4."))
    try:
        for profile in [options.profile] if options.profile else PROFILES:
            measure(profile, options.providers or FASTER[profile], options.warm, class_path, options.program, place, report)
    except Failed as failed:
        say(f"bench: {failed}; what they said is in {place}")
        return 1
    shutil.rmtree(place)
    if options.json:
        options.json.write_text(json.dumps(report.figures, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
