"""Runs the commands of docs/first-movement.md as they stand there: first_movement.py PROGRAM ROOT."""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from corridor import free_ports  # noqa: E402


def main(program, root):
    text = (root / "docs/first-movement.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
    assert len(blocks) > 5, "the page has its commands"
    api, partners, operations = free_ports(3)
    # Other nodes may run on this machine: the page says the ports that a node has by itself.
    ports = " ".join(f"-e 's/^port = {usual}$/port = {port}/'"
                     for usual, port in ((8080, api), (8443, partners), (9090, operations)))
    blocks.insert(1, f"sed -i {ports} sg/lintas.toml\nexport LINTAS_NODE=http://127.0.0.1:{api}\n"
                     "trap 'kill $(jobs -p); wait' EXIT\n")
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "build").mkdir()
        (place / "build/lintas").symlink_to(program)
        (place / "examples").symlink_to(root / "examples")
        done = subprocess.run(["bash", "-euo", "pipefail", "-x", "-c", "\n".join(blocks)], cwd=place, text=True,
                              capture_output=True, timeout=120, check=False)
        made = {path.name for path in place.iterdir()} - {"build", "examples"}
        ignored = place / "sg/.gitignore"
        ignored = ignored.read_text(encoding="utf-8").splitlines() if ignored.exists() else []
    expected = ("released", "cancelled", "departure.amended", "tad.pdf")
    if done.returncode or "discharged" in done.stdout or any(word not in done.stdout for word in expected):
        print(done.stdout, done.stderr, sep="\n")
        return 1
    if made != {"sg"} or "*" not in ignored:
        print(f"keys may get into a repository: made {sorted(made)}, ignored {ignored}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()))
