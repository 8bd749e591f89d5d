"""Runs the commands of docs/first-certificate.md as they stand there: first_certificate.py PROGRAM ROOT."""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from corridor import free_ports  # noqa: E402

# What the page names, in the place of which a test has ports that nobody else has.
PORTS = ("8081", "8441", "9091", "8082", "8442", "9092")


def main(program, root):
    text = (root / "docs/first-certificate.md").read_text(encoding="utf-8")
    for usual, port in zip(PORTS, free_ports(len(PORTS))):
        assert usual in text, usual
        text = text.replace(usual, str(port))
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
    assert len(blocks) > 5, "the page has its commands"
    blocks.insert(0, "trap 'kill $(jobs -p); wait' EXIT\n")
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "build").mkdir()
        (place / "build/lintas").symlink_to(program)
        (place / "examples").symlink_to(root / "examples")
        try:
            done = subprocess.run(["bash", "-euo", "pipefail", "-x", "-c", "\n".join(blocks)], cwd=place, text=True,
                                  capture_output=True, timeout=120, check=False)
        except subprocess.TimeoutExpired as late:
            for node in ("my", "th"):
                print((place / node / "node.log").read_text(encoding="utf-8")[-2000:])
            print(late.stdout, late.stderr, sep="\n")
            return 1
        made = {path.name for path in place.iterdir()} - {"build", "examples"}
    expected = ("Applied", "certificate issued", "claim recorded", "items refused", "3926.20, not 4015.19",
                "code or description do not match the goods", "REJECTED_FINAL",
                *(f"{'yes':<8} {tick}" for tick in ("integrity", "issuer", "not cancelled", "same document")))
    missing = [words for words in expected if words not in done.stdout]
    if done.returncode or missing or made != {"my", "th"}:
        print(done.stdout, done.stderr, f"missing: {missing}; made: {made}", sep="\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()))
