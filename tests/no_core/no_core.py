#!/usr/bin/env python3
"""A node leaves no image of its memory behind, in which its keys would lie: no_core.py PROGRAM.

It is started by somebody who allows cores of any size, looked at in /proc, and ended by a signal whose usual effect is
a core. A process beside it that ends in the same way shows what that effect is here.
"""
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from corridor import Failed, Node, say  # noqa: E402


def allow_cores():
    """As much as this process may allow; AddressSanitizer, which has a limit of its own, leaves it alone."""
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except ValueError:  # only root may have more than there is
        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (most, most))
    os.environ["ASAN_OPTIONS"] = ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "disable_coredump=0")))


def core_limit(process):
    """Soft and hard."""
    limits = pathlib.Path(f"/proc/{process.pid}/limits").read_text(encoding="utf-8").splitlines()
    line = next(line for line in limits if line.startswith("Max core file size"))
    return tuple(line.removeprefix("Max core file size").split()[:2])


def leaves_core(process):
    """Whether the system wrote one, or gave it to a program that collects them."""
    process.send_signal(signal.SIGQUIT)
    _, status = os.waitpid(process.pid, 0)
    process.returncode = -signal.SIGQUIT  # it has been waited for
    if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGQUIT:
        raise Failed(f"SIGQUIT did not end it: status {status}")
    return os.WCOREDUMP(status)


def play(program, folder):
    allow_cores()
    os.chdir(folder)  # where a core would lie
    with subprocess.Popen(["sleep", "60"]) as plain:
        limit = core_limit(plain)
        usual = leaves_core(plain)
    for core in folder.glob("core*"):
        core.unlink()
    say(f"--  another process here: core limit {limit}, {'a core' if usual else 'no core'}")
    node = Node(program, "SG", folder)
    node.start()
    try:
        node.wait_until_ready()
        if core_limit(node.process) != ("0", "0"):
            raise Failed(f"a node may write a core: {core_limit(node.process)}")
        if leaves_core(node.process):
            raise Failed("a node that was ended by a signal left a core")
    finally:
        if node.process.poll() is None:
            node.kill()
    left = [str(path) for path in folder.rglob("core*") if path.is_file()]
    if left:
        raise Failed(f"a core was left: {left}")
    say("--  a node leaves none" if usual else "SKIPPED: no process leaves a core here, so a node's leaving none shows nothing; "
        "its limit is zero")


def main(program):
    with tempfile.TemporaryDirectory(prefix="lintas-core-") as folder:
        try:
            play(os.path.abspath(program), pathlib.Path(folder))
        except (Failed, OSError, StopIteration) as failed:
            print(f"no_core: {failed}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
