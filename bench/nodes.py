#!/usr/bin/env python3
"""Brings up national nodes as processes and lets bench_traffic loose on them: ./dev bench day|latency|overload|memory|backlog|certificates.

Movements go through three nodes, certificates of origin through two.

Each node has its own keys, store and certificate, and talks to the others over mutual TLS; people come over TLS, too. The
stores lie on the disk of the checkout, not in memory. What follows the name goes to bench_traffic (bench/traffic.cpp).
"""
import argparse
import http.client
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from corridor import CORRIDOR, Failed, Node, introduce, say  # noqa: E402

SCENARIOS = ("day", "latency", "overload", "memory", "backlog", "certificates")
OF_CERTIFICATES = ["MY", "TH"]
READY_WITHIN = 300  # seconds, with a million movements stored
CONNECTIONS = 8192  # what a listener takes; here all of them come from one address
DESCRIPTORS = CONNECTIONS + 200  # with what else a node, or its traffic, has open


def over_tls(node):
    """People reach the node as its partners do, with the same certificate; and many of them from one address."""
    text = node.config.read_text(encoding="utf-8")
    certificate = f'certificate_file = "{node.folder}/tls.pem"\nkey_file = "{node.folder}/tls.key"\n'
    changed = text.replace("[api]\n", "[api]\n" + certificate, 1)
    if changed == text:
        raise Failed(f"{node.config}: no [api]")
    node.config.write_text(changed + f"\n[limits]\nconnections = {CONNECTIONS}\nconnections_per_address = {CONNECTIONS}\n", encoding="utf-8")


def wait_until_ready(node):
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end and not node.is_down:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", node.operations, timeout=5)
            connection.request("GET", "/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise Failed(f"{node.country} does not become ready")


def places(scenario):
    """The processors of the nodes, and of bench_traffic: all are everybody's, but for the flood.

    Whoever floods a node is elsewhere. On the same processors the node has the less the more is sent to it, and three
    times what it takes cannot be sent at all.
    """
    everywhere = sorted(os.sched_getaffinity(0))
    if scenario != "overload" or len(everywhere) < 2:
        return everywhere, everywhere
    half = len(everywhere) // 2
    return everywhere[:half], everywhere[half:]


def play(given, scenario, nodes, folder, prefill, rest):
    """With these nodes up."""
    of_nodes, of_traffic = places(scenario)
    os.sched_setaffinity(0, of_nodes)  # whatever is started has what its parent has
    for node in nodes:
        if node.process is None:
            node.start()
    for node in nodes:
        wait_until_ready(node)
    pids = ",".join(str(node.process.pid) for node in nodes)
    os.sched_setaffinity(0, of_traffic)
    done = subprocess.run([given.traffic, scenario, folder, *prefill, "--pids", pids, *rest], check=False)
    if done.returncode != 0:
        raise Failed(f"bench_traffic ended with {done.returncode}")


def measure(given, rest, folder):
    about_certificates = given.scenario == "certificates"
    nodes = [Node(given.program, country, folder) for country in (OF_CERTIFICATES if about_certificates else CORRIDOR)]
    for node in nodes:
        over_tls(node)
    introduce(nodes)
    if given.profile:
        for node in nodes:
            text = node.config.read_text(encoding="utf-8")
            node.config.write_text(text.replace("[[partner]]\n", f'[[partner]]\nprofile = "{given.profile}"\n'), encoding="utf-8")
        rest = [*rest, "--profile", given.profile]
    prefill = ["--prefill", str(given.prefill)]
    if about_certificates:  # those beforehand go through the nodes, too
        subprocess.run([given.traffic, "keys", folder], check=True)
    else:
        begun = time.monotonic()
        subprocess.run([given.traffic, "prepare", folder, *prefill], check=True)
        say(f"--  {given.prefill} movements stored after {time.monotonic() - begun:.0f} s")
    try:
        if given.scenario == "backlog":  # the first state alone, and then the others come back
            play(given, "release", nodes[:1], folder, prefill, rest)
            play(given, "drain", nodes, folder, prefill, rest)
        else:
            play(given, given.scenario, nodes, folder, prefill, rest)
        fallen = [node.country for node in nodes if node.is_down]
        if fallen:
            raise Failed(f"ended by themselves: {', '.join(fallen)}")
    finally:
        codes = {node.country: node.stop() for node in nodes}
    if any(codes.values()):
        raise Failed(f"not stopped clean: {codes}")


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.splitlines()[0])
    parser.add_argument("scenario", choices=SCENARIOS)
    parser.add_argument("--prefill", type=int, default=0, metavar="N", help="movements stored beforehand, or certificates played (default: %(default)s)")
    parser.add_argument("--profile", choices=("1.x", "2.0"), help="of AS4 between the nodes (default: the newest they have, 2.0)")
    parser.add_argument("--keep", metavar="FOLDER", help="where the nodes' folders stay, to look into them; a new one")
    parser.add_argument("--program", default=ROOT / "build/bench/lintas", help=argparse.SUPPRESS)
    parser.add_argument("--traffic", default=ROOT / "build/bench/bench/bench_traffic", help=argparse.SUPPRESS)
    given, rest = parser.parse_known_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if 0 <= most < DESCRIPTORS:
        print(f"bench: a process may have {most} files open here, and {DESCRIPTORS} are needed: ulimit -Hn {DESCRIPTORS}, as root", file=sys.stderr)
        return 1
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # nodes and traffic need one a connection
    folder = pathlib.Path(given.keep or tempfile.mkdtemp(prefix="bench-nodes-", dir=ROOT / "build")).absolute()
    try:
        measure(given, rest, folder)
    except (Failed, OSError, subprocess.CalledProcessError) as failed:
        print(f"bench: {failed}", file=sys.stderr)
        for log in sorted(folder.glob("*/log")):
            print(f"---- {log.parent.name}\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}", file=sys.stderr)
        return 1
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
