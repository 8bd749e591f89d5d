#!/usr/bin/env python3
"""Plants keys that nobody reads, beside some that are read, and expects the checker to name the first and no others."""
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(__file__).resolve().parent

READ = {
    "src/core/refdata/profile_reader.cpp": """
constexpr std::array keys{
    timer<&Timers::presentation>("timer.presentation"),
    timer<&Timers::parked>("timer.parked"),
    guarantee<&GuaranteeLaw::claim_review>("guarantee.claim_review"),
    count<&StateProfile::guarantee, &GuaranteeLaw::code_failures_max>("guarantee.code_failures_max"),
    key<&StateProfile::items_max>("items_max"),
    key<&StateProfile::driver_asked>("driver_asked"),
    key<&StateProfile::tin_shapes>("tin_shapes"),
    key<&StateProfile::retention>("retention"),
};
""",
    "src/core/refdata/state_profile.hpp": "bool unread(const StateProfile& law) { return law.retention && law.timers.parked; }\n",
    "src/core/refdata/state_profile.cpp": "bool StateProfile::has_shape(const Tin& tin) const { return any_of(tin_shapes, tin); }\n",
    "src/core/transit/decide.cpp": "auto a = context.law.timers.presentation; auto b = lanes.parked; // law.retention\n",
    "src/core/transit/decide_test.cpp": "EXPECT_TRUE(law.retention && timers.parked);\n",
    "src/core/workflow/law.cpp": "auto a = law.claim_review; auto b = profile.guarantee.code_failures_max;\n",
    "src/core/rules/acts.cpp": "auto a = law->items_max; auto b = asking(judge, &refdata::StateProfile::driver_asked);\n",
}
UNREAD = ["retention", "timer.parked"]


def check(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            place = Path(folder) / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        run = subprocess.run([sys.executable, TOOLS / "check_profile.py", folder], capture_output=True, text=True)
        return run.returncode, run.stdout


def main():
    code, output = check(READ)
    named = sorted(line.split(": ")[1].split(" ")[0] for line in output.splitlines() if "is read by no code" in line)
    failures = [] if code == 1 and named == UNREAD else [f"expected {UNREAD}, found {named}:\n{output}"]
    code, output = check({**READ, "src/core/refdata/profile_reader.cpp": "\n"})
    if code != 1 or "no keys were found" not in output:
        failures.append(f"a table that is not there was not noticed:\n{output}")
    print("\n".join(failures) if failures else f"profile: each of {len(UNREAD)} planted keys is noticed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
