"""Try what parses with inputs that nobody would think of: libFuzzer, target after target.

A line a target; exit status 1 if any input broke a promise. What is new and of use goes into the
work folder, so that the next run begins where this one ended.
"""
import argparse
import collections
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
# An input may take so many seconds, and the process so many MB; one block of memory so many.
SECONDS, MEGABYTES, BLOCK = 10, 1024, 256
# Bytes of an input; rules about larger ones have tests of their own.
LARGEST = 8192

# Characters of a reason that are shown.
LONGEST = 400

Outcome = collections.namedtuple("Outcome", "target executions seconds coverage inputs found reason")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="default: all of them")
    parser.add_argument("--minutes", type=float, default=5, help="for all targets; default 5")
    parser.add_argument("--seed", type=int, help="of chance; default any")
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(".build-fuzz"))
    parser.add_argument("--more", type=pathlib.Path, action="append", default=[],
                        help="a folder of further inputs to begin with, a subfolder a target")
    options = parser.parse_args()
    known = sorted(path.name for path in (HERE / "Corpus").iterdir())
    targets = options.targets or known
    if unknown := set(targets) - set(known):
        parser.error(f"unknown: {', '.join(unknown)}; targets are {', '.join(known)}")
    seconds = max(1, round(options.minutes * 60 / len(targets)))
    print(f"{len(targets)} targets, {seconds} s each")
    outcomes = [run(options, target, seconds) for target in targets]
    total = sum(outcome.executions for outcome in outcomes)
    print(f"{'in all':18}{total:>12,}")
    found = [outcome for outcome in outcomes if outcome.found]
    for outcome in found:
        explain(options.binary, outcome)
    return 1 if found else 0


def run(options, target, seconds):
    """Fuzz one target and print its line."""
    corpus, finds = (options.work / kind / target for kind in ("corpus", "finds"))
    for folder in (corpus, finds):
        folder.mkdir(parents=True, exist_ok=True)
    command = [
        options.binary.resolve(), corpus, *beginnings(options, target),
        f"-max_total_time={seconds}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}",
        f"-malloc_limit_mb={BLOCK}", f"-max_len={LARGEST}", f"-artifact_prefix={finds}/",
        "-print_final_stats=1",
    ]
    if options.seed is not None:
        command.append(f"-seed={options.seed}")
    dictionary = HERE / "Dictionaries" / f"{target}.dict"
    if dictionary.exists():
        command.append(f"-dict={dictionary}")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            command, env=environment(target) | {"TMPDIR": folder}, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, check=False)
    (options.work / f"{target}.log").write_bytes(done.stderr)
    outcome = read(target, done, round(time.monotonic() - begun))
    print(f"{target:18}{outcome.executions:>12,} executions {outcome.seconds:>5} s"
          f" coverage {outcome.coverage:>5}, {outcome.inputs:>4} inputs; "
          + (f"FOUND {outcome.reason}" if outcome.found else "nothing found"), flush=True)
    return outcome


def beginnings(options, target):
    """The folders of inputs to begin with, besides the grown one."""
    places = [HERE / "Corpus", HERE / "Findings", *options.more]
    return [place / target for place in places if (place / target).is_dir()]


def environment(target):
    # Swift's own backtrace would end the process before libFuzzer keeps the input.
    return os.environ | {"WATCHPOST_FUZZ_TARGET": target, "SWIFT_BACKTRACE": "enable=no"}


def read(target, done, seconds):
    """What libFuzzer said of a run."""
    text = done.stderr.decode(errors="replace")

    def last(pattern):
        numbers = re.findall(pattern, text)
        return int(numbers[-1]) if numbers else 0

    finds = re.findall(r"Test unit written to (.+)", text) if done.returncode != 0 else []
    if done.returncode != 0 and not finds:
        sys.exit(f"{target}: the fuzzer itself failed ({done.returncode}):\n{text[-2000:]}")
    return Outcome(
        target, last(r"stat::number_of_executed_units: (\d+)"), seconds, last(r"cov: (\d+)"),
        last(r"corp: (\d+)"), finds, reason(text))


def reason(text):
    """Why an input was a finding: the promise that it broke, or what ended it and where."""
    if promise := re.search(r"Fuzzer\.swift:\d+: Fatal error: (.*)", text):
        words = promise[1]
    else:
        words = " ".join(re.findall(r"Fatal error: .*|ERROR: libFuzzer: .*", text)[:2]) or "a crash"
        if place := re.search(r"/(Sources/\S+\.swift:\d+)", text):
            words += f", at {place[1]}"
    return words if len(words) <= LONGEST else words[:LONGEST] + "…"


def explain(binary, outcome):
    kept = HERE.relative_to(pathlib.Path.cwd()) if HERE.is_relative_to(pathlib.Path.cwd()) else HERE
    for find in outcome.found:
        again = shlex.join(["env", f"WATCHPOST_FUZZ_TARGET={outcome.target}", str(binary), str(find)])
        print(f"""
{outcome.target}: {outcome.reason}
  the input   {find}
  once more   {again}
  keep it     cp {find} {kept}/Findings/{outcome.target}/WHAT-IT-BREAKS
              then mend what it breaks: `swift test` replays it from then on""")


if __name__ == "__main__":
    sys.exit(main())
