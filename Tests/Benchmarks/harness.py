"""What the benchmarks share: processes that end with them, and what the kernel counts."""
import argparse
import contextlib
import ctypes
import datetime
import http.client
import json
import math
import os
import pathlib
import queue
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
NO_FILE, UNREACHABLE = 66, 69
TICK = os.sysconf("SC_CLK_TCK")
# Seconds that a process has until it takes requests.
START = 30


class Failure(Exception):
    """The benchmark cannot go on; the text says why."""


def end_with_parent():
    """Have the kernel end a child whose parent has gone, however it went."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGKILL)


def end(processes):
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + 5
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def running(*commands, stderr):
    """Start processes; end them all on the way out. Their stderr goes to one file."""
    started = []
    try:
        with open(stderr, "wb") as log:
            for command in commands:
                started.append(subprocess.Popen(
                    [str(part) for part in command], stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE, stderr=log, preexec_fn=end_with_parent))
        yield started
    finally:
        end(started)
        for process in started:
            process.stdout.close()


def lines(process, until, log):
    """A process's lines on stdout up to the one that begins with a word, which is the last."""
    pipe, said = queue.SimpleQueue(), []

    def pump():
        for raw in process.stdout:
            pipe.put(raw.decode().rstrip("\n"))
        pipe.put(None)

    threading.Thread(target=pump, daemon=True).start()
    deadline = time.monotonic() + START
    while not (said and said[-1].startswith(until)):
        try:
            line = pipe.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            line = None
        if line is None:
            why = log.read_text().strip() or "nothing on stderr"
            raise Failure(f"{shlex.join(process.args)} did not say '{until}': {why}")
        said.append(line)
    return said


@contextlib.contextmanager
def node(binary, folder, cameras):
    """A node with the repository's seeds, the folder's config, and an address and data of its own.

    Yields its process and its URL.
    """
    log = folder / "node.log"
    serve = [binary, "serve", "--config", folder / "config/watchpost.yaml", "--cameras", cameras,
             "--seeds", ROOT / "seeds", "--data", folder / "data", "--listen", "127.0.0.1:0"]
    with running(serve, stderr=log) as (process,):
        yield process, lines(process, "ready", log)[-1].split()[1]


def copy_config(folder):
    """The repository's config, without anyone's passwords; returns the copy's response.yaml."""
    others = shutil.ignore_patterns("credentials.yaml")
    shutil.copytree(ROOT / "config", folder / "config", ignore=others)
    return folder / "config/response.yaml"


def wait_for(what, patience, holds):
    deadline = time.monotonic() + patience
    while not holds():
        if time.monotonic() > deadline:
            raise Failure(f"{what} did not happen within {patience} s")
        time.sleep(0.2)


# What is counted


def cpu_seconds(*processes):
    """User and system time so far."""
    ticks = 0
    for process in processes:
        if process.poll() is not None:
            raise Failure(f"{shlex.join(process.args)} ended with status {process.returncode}")
        stat = pathlib.Path(f"/proc/{process.pid}/stat").read_text()
        user, system = stat.rpartition(")")[2].split()[11:13]
        ticks += int(user) + int(system)
    return ticks / TICK


def own_seconds():
    """User and system time of the benchmark itself."""
    times = os.times()
    return times.user + times.system


def machine_seconds():
    """CPU time of everything on the machine that was neither idle nor stolen."""
    user, nice, system, _, _, irq, softirq = map(
        int, pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:8])
    return (user + nice + system + irq + softirq) / TICK


def memory(field, *processes):
    """VmRSS or VmHWM in megabytes (10^6 bytes)."""
    texts = (pathlib.Path(f"/proc/{process.pid}/status").read_text() for process in processes)
    return sum(int(re.search(rf"{field}:\s+(\d+) kB", text)[1]) for text in texts) * 1024 / 1e6


def fetch(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def follow(url, queue, where=""):
    """A queue's events and control lines as they come, each with when; ends with the node."""
    request = urllib.request.Request(
        f"{url}/v1/queues/{queue}/alerts?follow=true{where}",
        headers={"Accept": "application/x-ndjson"})
    with contextlib.suppress(OSError, http.client.HTTPException):
        with urllib.request.urlopen(request, timeout=60) as stream:
            for line in stream:
                now = time.time()
                if line.strip():
                    yield now, json.loads(line)


def metrics(url):
    """The node's figures by name, a series' labels with it."""
    rows = re.findall(r"(?m)^(watchpost_\w+(?:\{[^}]*\})?) (\S+)$", fetch(f"{url}/metrics"))
    return {name: float(value) for name, value in rows}


def percentile_ms(seconds, share):
    """Nearest rank, in milliseconds; None of nothing."""
    ranked = sorted(seconds)
    if not ranked:
        return None
    return round(ranked[max(0, math.ceil(share * len(ranked)) - 1)] * 1000, 1)


def surroundings():
    """When, where and by which command something was measured."""
    model = re.search(r"model name\s*: (.+)", pathlib.Path("/proc/cpuinfo").read_text())
    return {
        "date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "machine": model[1] if model else "unknown", "cores": os.cpu_count(),
        "command": shlex.join(["python3", *sys.argv]),
    }


def heading(result):
    return [f"{result['machine']}, {result['cores']} cores; {result['date']}",
            f"$ {result['command']}", ""]


# The command line


def within(low, high):
    def number(text):
        if not text.isdigit() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{low} to {high} is expected, not {text}")
        return int(text)
    return number


def add_common_options(parser):
    parser.add_argument("--binary", type=pathlib.Path, metavar="FILE",
                        default=ROOT / ".build/release/watchpost",
                        help="the watchpost to measure (default: .build/release/watchpost)")
    parser.add_argument("-o", "--output", choices=("table", "json"), default="table")


def run(name, args, measure, table):
    """Measure in a folder that goes away, print, and return the exit status."""
    def say(text):
        print(f"{name}: {text}", file=sys.stderr)

    args.binary = args.binary.resolve()
    if not args.binary.is_file():
        say(f"there is no {args.binary}; build it with `make build`, or name one with --binary")
        return NO_FILE
    # The with statements end everything on these too.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        with tempfile.TemporaryDirectory(prefix=f"watchpost-{name}-") as folder:
            result = surroundings() | measure(args, pathlib.Path(folder), say)
    except Failure as failure:
        say(failure)
        return UNREACHABLE
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    print(json.dumps(result, ensure_ascii=False) if args.output == "json" else table(result))
    return 0
