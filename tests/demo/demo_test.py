"""Plays the corridor for some seconds and asks whether all came to its end: demo_test.py PROGRAM ROOT.

Meanwhile it does the five things that the demonstration proposes to try, as they stand there.
"""
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading

LAWS = {"all_have_ended", "reserved_is_the_sum_of_open_uses", "who_ended_freed_its_money", "all_nodes_agree",
        "nothing_in_quarantine", "no_dead_letters", "both_states_say_the_same_of_a_certificate"}
# A dry run of what is wrong ends with 1, everything else with 0; and what has to be in the answer.
EXPECTED = [(0, "passage.crossed"), (0, '"items"'), (1, "R-ACTS-011"), (0, "departure.result_reported"), (0, "29840.00 SGD")]


def demo(program, root, *options):
    return subprocess.Popen([sys.executable, str(root / "tools/demo"), "--program", str(program), *options],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def to_try(page):
    """The command under each numbered line."""
    return re.findall(r"^[1-5]\. .*\n   (.*)$", page, re.M)


def try_five(page, wrong):
    commands = to_try(page)
    if len(commands) != 5:
        wrong.append(f"{len(commands)} things to try")
    for command, (code, text) in zip(commands, EXPECTED):
        done = subprocess.run(["bash", "-c", command], text=True, capture_output=True, timeout=100, check=False)
        if done.returncode != code or text not in done.stdout + done.stderr:
            wrong.append(f"{command}\nended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def plays_to_the_end(program, root, wrong):
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        running = demo(program, root, "--for", "20", "--speed", "20000", "--seed", "7", "--movements-per-minute", "60",
                       "--json", str(report))
        lines, tries = [], None
        for line in running.stdout:
            lines.append(line)
            if tries is None and line.startswith("This page is kept as"):
                tries = threading.Thread(target=try_five, args=("".join(lines), wrong))
                tries.start()
        code = running.wait()
        if tries is not None:
            tries.join()
        if code != 0 or not report.exists():
            wrong.append(f"ended with {code}: {''.join(lines)[-3000:]}")
            return
        told = json.loads(report.read_text(encoding="utf-8"))
        told_last = json.loads(lines[-1])
    said = "".join(lines)
    counts = told["counts"]
    checks = {
        "the closing line is the report": told_last == told,
        "as many movements as a minute of 60 has in 20 seconds": 10 <= counts["movements"] <= 40,
        "everything has ended": counts["movements"] == sum(
            counts.get(status, 0) for status in ("discharged", "not_released", "cancelled")),
        "most of it well": counts.get("discharged", 0) > counts["movements"] / 2,
        "a line of a certificate was refused, and its exporter read why": "item 2 N2" in said and "are of vinyl" in said,
        "and so says the end": told["certificates"]["lines_refused"] >= 1
                               and told["certificates"]["last_refused"]["code"] == "N2"
                               and "are of vinyl" in told["certificates"]["last_refused"]["reason"],
        "something was refused": told["refused"] >= 1 and "refused: R-" in said,
        "a truck arrived at another office than declared": told["diverted"] >= 1,
        "a line broke, and all was told in the end": told["breaks"] >= 1 and told["waiting"] == {},
        "all laws were asked": LAWS <= told["laws"].keys() and all(told["laws"][law] for law in LAWS),
        "and hold": told["broken"] == [] and told["troubles"] == [],
    }
    wrong += [what for what, holds in checks.items() if not holds]
    if wrong:
        print(said)


def stops_clean(program, root, wrong):
    """Whoever stops it is obeyed soon, and nothing stays behind."""
    for number in (signal.SIGTERM, signal.SIGINT):
        running = demo(program, root, "--speed", "3000")
        folder = None
        for line in running.stdout:
            if line.startswith("This page is kept as"):
                folder = pathlib.Path(line.split()[5]).parent
            if " declared at " in line:
                break
        running.send_signal(number)
        try:
            rest, _ = running.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            subprocess.run(["pkill", "-f", f"node --config {folder}"], check=False)
            raise
        left = subprocess.run(["pgrep", "-f", f"node --config {folder}"], capture_output=True, text=True, check=False).stdout
        if running.returncode != 0 or folder is None or folder.exists() or left or '"broken": []' not in rest:
            wrong.append(f"{number.name}: ended with {running.returncode}, left {folder} and processes {left!r}: {rest[-2000:]}")


def main(program, root):
    wrong = []
    plays_to_the_end(program, root, wrong)
    stops_clean(program, root, wrong)
    for what in wrong:
        print(f"NOT SO: {what}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()))
