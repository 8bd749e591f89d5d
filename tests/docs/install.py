"""Runs the commands of docs/operations/install.md in a folder in the place of /, and asks systemd about the units:
install.py PROGRAM ROOT. In the place of systemd, of other users and of another machine stand functions of the shell; what a
unit starts is read from it."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from corridor import free_ports  # noqa: E402

UNITS = ("lintas.service", "lintas-backup.service", "lintas-backup.timer")
FINGERPRINT = re.compile(r"[0-9a-f]{4}(?:-[0-9a-f]{4}){7}")

# How bad `systemd-analyze security` may call it, of 100: from 50 on it says MEDIUM.
EXPOSURE_MAX = 20

STAND_INS = r"""
trap 'kill $(jobs -p); wait' EXIT
useradd() { :; }
chown() { :; }
runuser() { shift 3; "$@"; }
install() { command install $(printf '%s\n' "$@" | sed -E '/^-[og]$/,+1d'); }
of_unit() { sed -n "s,^$2=,,p" $SYSTEM/etc/systemd/system/$1 | sed 's/%%/%/g; s/[$][$]/$/g'; }
systemctl() {
  case "$*" in
    daemon-reload | "enable --now lintas-backup.timer") ;;
    "enable --now lintas.service") $(of_unit lintas.service ExecStart) >$SYSTEM/node.log 2>&1 & MAINPID=$! ;;
    "reload lintas") eval "$(of_unit lintas.service ExecReload)" ;;
    "start lintas-backup.service")
      eval "$(of_unit lintas-backup.service ExecStart)"; eval "$(of_unit lintas-backup.service ExecStartPost)" ;;
    *) echo "nobody stands in for systemctl $*" >&2; return 1 ;;
  esac
}
"""

# What the partner's people do meanwhile.
PARTNER = r"""
until grep -q configuration_reloaded $SYSTEM/node.log; do sleep 0.1; done
OURS=$(lintas partner show SG --config $SYSTEM/etc/lintas/lintas.toml | grep -o -m1 -E '[0-9a-f]{4}(-[0-9a-f]{4}){7}' | head -1)
lintas partner add $SYSTEM/etc/lintas/identity.lintas --config $MY/lintas.toml --root $OURS
lintas node --config $MY/lintas.toml >$MY/node.log 2>&1 &
curl --retry 30 --retry-all-errors --retry-delay 1 -fsS http://127.0.0.1:$MY_OPERATIONS/ready
"""


def moved(text, system):
    """With its own folder in the place of /."""
    return re.sub(r"(?<![\w.])/(etc|var|root|usr/local)/", rf"{system}/\1/", text)


def faults_of_units(folder):
    """What systemd says against them; nothing where there is none to ask."""
    if not shutil.which("systemd-analyze"):
        return []
    units = [folder / name for name in UNITS]
    verified = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    faults = [line for line in verified.stderr.splitlines() if any(name in line for name in UNITS)]
    for unit in units[:2]:
        judged = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE_MAX}", unit],
                                capture_output=True, text=True, check=False)
        if judged.returncode:
            faults.append(f"{unit.name}: {judged.stdout.splitlines()[-1:]} {judged.stderr}")
    return faults


def main(program, root):
    ports = dict(zip(("api", "partners", "operations", "my_api", "my_partners", "my_operations"), free_ports(6)))
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        system, my, checkout = place / "system", place / "my", place / "checkout"
        for name in ("etc/systemd/system", "var/lib", "var/backups", "root", "usr/local/bin"):
            (system / name).mkdir(parents=True)
        (checkout / "build").mkdir(parents=True)
        (checkout / "build/lintas").symlink_to(program)
        (checkout / "examples").symlink_to(root / "examples")
        (checkout / "docs/operations").mkdir(parents=True)
        for name in UNITS:
            unit = (root / "docs/operations" / name).read_text(encoding="utf-8")
            (checkout / "docs/operations" / name).write_text(moved(unit, system), encoding="utf-8")
        made = subprocess.run([program, "init", my, "--country", "MY", "--api-port", str(ports["my_api"]),
                               "--partners-port", str(ports["my_partners"]), "--operations-port",
                               str(ports["my_operations"])], capture_output=True, text=True, check=True)
        shutil.copy(my / "identity.lintas", system / "root/my.lintas")

        text = (root / "docs/operations/install.md").read_text(encoding="utf-8")
        here = f"127.0.0.1 --api-port {ports['api']} --partners-port {ports['partners']} --operations-port {ports['operations']}"
        for usual, other in (("./dev build", ":"), ("--host node.customs.example", f"--host {here}"),
                             ("DNS:node.customs.example", "IP:127.0.0.1"), ("node.customs.example", "127.0.0.1"),
                             ("0.0.0.0", "127.0.0.1"), (":8080", f":{ports['api']}"), (":9090", f":{ports['operations']}")):
            assert usual in text, usual
            text = text.replace(usual, other)
        text, named = FINGERPRINT.subn(FINGERPRINT.search(made.stdout)[0], text)
        assert named == 1, "the page names one fingerprint"
        blocks = re.findall(r"```sh\n(.*?)```", moved(text, system), re.S)
        tested = [n for n, block in enumerate(blocks) if "lintas partner test" in block]
        assert len(blocks) > 8 and len(tested) == 1, "the page has its commands"
        blocks.insert(tested[0], PARTNER)
        script = f"SYSTEM={system} MY={my} MY_OPERATIONS={ports['my_operations']}\nPATH={system}/usr/local/bin:$PATH\n"
        done = subprocess.run(["bash", "-euo", "pipefail", "-x", "-c", "\n".join([script, STAND_INS, *blocks])],
                              cwd=checkout, text=True, capture_output=True, timeout=180, check=False)
        backups = list((system / "var/backups/lintas").glob("*/lintas.db"))
        rights = {name: (system / name).stat().st_mode & 0o777 for name in ("etc/lintas", "var/lib/lintas")}
        left = [name for name in ("root.key", "administrator.key") if (system / "etc/lintas" / name).exists()]
        faults = faults_of_units(checkout / "docs/operations")
        expected = ('{"ready":true}', "officer_of_departure", "answered      yes")
        missing = [words for words in expected if words not in done.stdout]
        fine = not missing and len(backups) == 1 and set(rights.values()) == {0o700} and not left and not faults
        if done.returncode or not fine:
            print(done.stdout, done.stderr, sep="\n")
            for log in (system / "node.log", my / "node.log"):
                print(log.read_text(encoding="utf-8")[-3000:] if log.exists() else f"no {log}")
            print(f"missing: {missing}; backups: {backups}; rights: {rights}; left behind: {left}", *faults, sep="\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()))
