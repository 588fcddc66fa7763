#!/usr/bin/env python3
"""Measure a node on many live cameras, beside bare decoding of the same streams.

    python3 Tests/Benchmarks/ingest.py [--cameras 20] [--seconds 120] [--binary FILE] [-o json]

One after the other, on one `watchpost simulate cameras` (a process of its own, whose loop of
pictures is rendered before anything is measured):

 1. a node: `watchpost serve` with the repository's config and seeds, but `join: 0` so that every
    episode raises an alert of its own; every station's queue is read as NDJSON, live;
 2. bare decoding: one `ffmpeg -threads 1 -rtsp_transport tcp -i URL -f null -` a camera.

They take turns because side by side they would compete for the same cores, which lengthens the
node's latencies and blurs both figures. The loop lasts as long as a measurement, so both decode
the very same pictures; both connect and settle before their interval begins.

What is printed
  CPU         user and system time of the process (/proc/PID/stat) over the interval; `a camera`
              is milliseconds a second. The ratio is node / bare.
  memory      VmRSS at the interval's end and VmHWM, of the whole node; `a camera` is VmRSS divided
              by the cameras. Bare: the sum of all ffmpeg processes.
  pictures    decoded in the interval, by the node's /metrics and by ffmpeg's own count;
              expected = cameras * rate * seconds.
  latency     of `raised` and `continued` events: from the arrival of the packet with whose picture
              the episode opened (the event's data.seenAt) to the moment at which the reader has
              the event's line. Both are this machine's wall clock, in milliseconds. What the
              detector itself waits for (the motion's first seconds) lies before the arrival.
  other       the share of all cores that went to processes other than the bench's during the node's
              interval. Above a few per cent the latencies say more about them than about the node.

It takes 2 * seconds and about a minute. Every process it starts ends with it, also when it is
killed; its files lie in a folder that goes with it. Exit status: 0; 66 no binary or no ffmpeg;
69 a process did not do its part.
"""
import argparse
import contextlib
import ctypes
import datetime
import http.client
import itertools
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
# Seconds that cameras and decoders have to connect, and to settle after that.
CONNECT, SETTLE = 30, 5
BEGINNINGS = ("watchpost.alert.raised.v1", "watchpost.alert.continued.v1")


class Failure(Exception):
    """The bench cannot go on; the text says why."""


# Processes


def die_with_parent():
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
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                    preexec_fn=die_with_parent))
        yield started
    finally:
        end(started)
        for process in started:
            process.stdout.close()


def lines(process, until, patience, log):
    """A process's lines on stdout up to the one that begins with a word, which is the last."""
    pipe, said = queue.SimpleQueue(), []

    def pump():
        for raw in process.stdout:
            pipe.put(raw.decode().rstrip("\n"))
        pipe.put(None)

    threading.Thread(target=pump, daemon=True).start()
    deadline = time.monotonic() + patience
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


def wait_for(what, patience, holds):
    deadline = time.monotonic() + patience
    while not holds():
        if time.monotonic() > deadline:
            raise Failure(f"{what} did not happen within {patience} s")
        time.sleep(0.2)


# What the kernel counts


def cpu_seconds(*processes):
    """User and system time so far."""
    ticks = 0
    for process in processes:
        try:
            stat = pathlib.Path(f"/proc/{process.pid}/stat").read_text()
        except FileNotFoundError:
            stat = ""
        if not stat or process.poll() is not None:
            raise Failure(f"{shlex.join(process.args)} ended with status {process.returncode}")
        user, system = stat.rpartition(")")[2].split()[11:13]
        ticks += int(user) + int(system)
    return ticks / TICK


def machine_seconds():
    """CPU time of everything on the machine that was not idle or stolen."""
    user, nice, system, _, _, irq, softirq = map(
        int, pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:8])
    return (user + nice + system + irq + softirq) / TICK


def memory(field, *processes):
    """VmRSS or VmHWM in megabytes (10^6 bytes)."""
    status = (pathlib.Path(f"/proc/{process.pid}/status").read_text() for process in processes)
    return sum(int(re.search(rf"{field}:\s+(\d+) kB", text)[1]) for text in status) * 1024 / 1e6


def cpu_model():
    found = re.search(r"model name\s*: (.+)", pathlib.Path("/proc/cpuinfo").read_text())
    return found[1] if found else "unknown"


# The node and its streams


def write_folders(folder, urls, stations):
    """Camera files, a configuration that raises an alert an episode, and a place for data."""
    others = shutil.ignore_patterns("credentials.yaml")
    shutil.copytree(ROOT / "config", folder / "config", ignore=others)
    policy = folder / "config/response.yaml"
    text, count = re.subn(r"(?m)^join:.*$", "join: 0", policy.read_text())
    if count != 1:
        raise Failure(f"{ROOT}/config/response.yaml has no line 'join: …' to set to 0")
    policy.write_text(text)
    (folder / "cameras").mkdir()
    rows = "".join(
        f'  - {{ id: bench-{n}, name: bench {n}, url: "{url}", station: {station} }}\n'
        for n, (url, station) in enumerate(zip(urls, itertools.cycle(stations))))
    (folder / "cameras/bench.yaml").write_text(f"cameras:\n{rows}")


def stations_of_seeds():
    return re.findall(r"(?m)^ *- .*?\bid: *([\w-]+)", (ROOT / "seeds/stations.yaml").read_text())


def fetch(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def metrics(node_url):
    rows = re.findall(r"(?m)^(watchpost_\w+(?:\{[^}]*\})?) (\S+)$", fetch(f"{node_url}/metrics"))
    return {name: float(value) for name, value in rows}


def read_stream(url, seen):
    """Note when each event that begins an episode comes, and how old it is by then."""
    request = urllib.request.Request(url, headers={"Accept": "application/x-ndjson"})
    # The stream ends with its node.
    with contextlib.suppress(OSError, http.client.HTTPException):
        with urllib.request.urlopen(request, timeout=60) as stream:
            for line in stream:
                now = time.time()
                event = json.loads(line) if line.strip() else {}
                if event.get("type") in BEGINNINGS:
                    arrival = datetime.datetime.fromisoformat(event["data"]["seenAt"])
                    seen.append((now, now - arrival.timestamp()))


def percentile(values, share):
    ranked = sorted(values)  # nearest rank
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)] if ranked else None


def in_ms(seconds):
    return None if seconds is None else round(seconds * 1000, 1)


# The two measurements


def measure_node(args, simulator, folder):
    log = folder / "node.log"
    serve = [args.binary, "serve", "--config", folder / "config/watchpost.yaml",
             "--cameras", folder / "cameras", "--seeds", ROOT / "seeds",
             "--data", folder / "data", "--listen", "127.0.0.1:0"]
    with running([str(part) for part in serve], stderr=log) as (node,):
        url = lines(node, "ready", CONNECT, log)[-1].split()[1]
        queues = json.loads(fetch(f"{url}/v1/queues?limit=1000"))["items"]
        seen = []
        for station in queues:
            stream = f"{url}/v1/queues/{station['id']}/alerts?follow=true"
            threading.Thread(target=read_stream, args=(stream, seen), daemon=True).start()
        wait_for("connecting every camera", CONNECT, lambda: (
            metrics(url)['watchpost_cameras{state="online"}'] == args.cameras))
        time.sleep(SETTLE)

        before, began = metrics(url), time.time()
        clocks = lambda: (
            cpu_seconds(node), cpu_seconds(simulator), machine_seconds(), own_seconds())
        marks = clocks()
        pause(args.seconds, "measuring the node")
        spent, fed, everything, own = (now - mark for now, mark in zip(clocks(), marks))
        after, seconds = metrics(url), time.time() - began
        rss, peak = memory("VmRSS", node), memory("VmHWM", node)
        latencies = [late for came, late in list(seen) if began <= came <= began + seconds]

    grown = lambda name: round(after[f"watchpost_{name}_total"] - before[f"watchpost_{name}_total"])
    others = max(0.0, everything - spent - fed - own) / seconds / os.cpu_count()
    return shared_figures(args, seconds, spent, rss) | {
        "cameras_per_core": round(args.cameras * seconds / spent, 1),
        "peak_rss_mb": round(peak, 1),
        "pictures_decoded": grown("pictures_decoded"),
        "pictures_damaged": grown("pictures_damaged"),
        "packets_read": grown("packets_read"),
        "packets_dropped": grown("packets_dropped"),
        "reconnects": grown("camera_reconnects"),
        "queues_read": len(queues),
        "events": len(latencies),
        "arrival_to_stream_p50_ms": in_ms(percentile(latencies, 0.5)),
        "arrival_to_stream_p99_ms": in_ms(percentile(latencies, 0.99)),
        "arrival_to_stream_max_ms": in_ms(percentile(latencies, 1.0)),
        "simulator_cpu_seconds": round(fed, 2),
        "other_cpu_share": round(others, 3),
    }


def shared_figures(args, seconds, spent, rss):
    return {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(spent, 2),
        "cpu_ms_per_camera_second": round(spent * 1000 / seconds / args.cameras, 2),
        "rss_mb": round(rss, 1),
        "rss_mb_per_camera": round(rss / args.cameras, 2),
    }


def own_seconds():
    times = os.times()
    return times.user + times.system


def pictures_counted(files):
    """The last `frame=` of each decoder's progress file."""
    texts = (file.read_text() if file.exists() else "" for file in files)
    counts = [re.findall(r"(?m)^frame=\s*(\d+)$", text) for text in texts]
    return [int(count[-1]) if count else 0 for count in counts]


def measure_bare(args, urls, folder):
    files = [folder / f"progress-{n}" for n in range(len(urls))]
    commands = [
        ["ffmpeg", "-nostdin", "-loglevel", "error", "-stats_period", "1", "-progress", str(file),
         "-threads", "1", "-rtsp_transport", "tcp", "-i", url, "-f", "null", "-"]
        for url, file in zip(urls, files)]
    with running(*commands, stderr=folder / "bare.log") as decoders:
        wait_for("decoding of every camera by ffmpeg", CONNECT,
                 lambda: all(pictures_counted(files)))
        time.sleep(SETTLE)
        before, began, mark = sum(pictures_counted(files)), time.time(), cpu_seconds(*decoders)
        pause(args.seconds, "measuring bare decoding")
        seconds, spent = time.time() - began, cpu_seconds(*decoders) - mark
        decoded, rss = sum(pictures_counted(files)) - before, memory("VmRSS", *decoders)
    return shared_figures(args, seconds, spent, rss) | {"pictures_decoded": decoded}


def pause(seconds, what):
    print(f"ingest: {what} for {seconds} s", file=sys.stderr)
    time.sleep(seconds)


def measure(args, folder):
    log = folder / "simulator.log"
    simulate = [str(args.binary), "simulate", "cameras", "--count", str(args.cameras),
                "--port", "0", "--size", args.size, "--rate", str(args.rate),
                "--loop", str(args.seconds)]
    with running(simulate, stderr=log) as (simulator,):
        urls = lines(simulator, "ready", CONNECT, log)[:-1]
        print("ingest: the simulator renders its loop; nothing is measured yet", file=sys.stderr)
        # About 20 ms a picture where the machine is free; far more where it is not.
        wait_for("rendering the loop", 60 + args.seconds * args.rate // 5, lambda: (
            simulator.poll() is not None or "is rendered" in log.read_text()))
        write_folders(folder, urls, stations_of_seeds())
        node = measure_node(args, simulator, folder)
        bare = measure_bare(args, urls, folder)
    return {
        "date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "machine": cpu_model(), "cores": os.cpu_count(),
        "command": shlex.join(["python3", *sys.argv]),
        "cameras": args.cameras, "size": args.size, "rate": args.rate,
        "pictures_expected": round(args.cameras * args.rate * node["seconds"]),
        "node": node, "bare": bare,
        "ratio_to_bare": round(
            node["cpu_ms_per_camera_second"] / bare["cpu_ms_per_camera_second"], 3),
    }


# What is printed


def table(result):
    node, bare = result["node"], result["bare"]

    def row(name, *cells):
        shown = ("-" if c is None else c if isinstance(c, str) else f"{c:,}" for c in cells)
        return f"  {name:30}" + "".join(f"{cell:>13}" for cell in shown)

    def both(name, key):
        return row(name, node[key], bare[key])

    return "\n".join([
        f"{result['cameras']} cameras {result['size']} at {result['rate']}/s, "
        f"{node['seconds']:.0f} s each",
        f"{result['machine']}, {result['cores']} cores; {result['date']}",
        f"$ {result['command']}",
        "",
        row("", "node", "bare ffmpeg"),
        both("CPU, s", "cpu_seconds"),
        both("CPU a camera, ms a second", "cpu_ms_per_camera_second"),
        row("ratio", result["ratio_to_bare"], 1),
        row("cameras a core", node["cameras_per_core"]),
        both("memory, MB", "rss_mb"),
        row("memory at its highest, MB", node["peak_rss_mb"]),
        both("memory a camera, MB", "rss_mb_per_camera"),
        both("pictures decoded", "pictures_decoded"),
        row("pictures expected", result["pictures_expected"], result["pictures_expected"]),
        row("packets dropped", node["packets_dropped"]),
        row("reconnects", node["reconnects"]),
        "",
        row("arrival to stream, events", node["events"]),
        row("  p50, ms", node["arrival_to_stream_p50_ms"]),
        row("  p99, ms", node["arrival_to_stream_p99_ms"]),
        row("  max, ms", node["arrival_to_stream_max_ms"]),
        "",
        row("simulator's CPU, s", node["simulator_cpu_seconds"]),
        row("other processes, % of cores", round(node["other_cpu_share"] * 100, 1)),
    ])


def within(low, high):
    def number(text):
        if not text.isdigit() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{low} to {high} is expected, not {text}")
        return int(text)
    return number


def options():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cameras", type=within(1, 500), default=20, metavar="N",
                        help="default: %(default)s")
    parser.add_argument("--seconds", type=within(10, 900), default=120, metavar="S",
                        help="length of each measurement, and of the cameras' loop "
                             "(default: %(default)s)")
    parser.add_argument("--size", default="1280x720", metavar="WxH", help="default: %(default)s")
    parser.add_argument("--rate", type=within(1, 60), default=12, metavar="N",
                        help="pictures a second (default: %(default)s)")
    parser.add_argument("--binary", type=pathlib.Path, metavar="FILE",
                        default=ROOT / ".build/release/watchpost",
                        help="the watchpost to measure (default: .build/release/watchpost)")
    parser.add_argument("-o", "--output", choices=("table", "json"), default="table")
    args = parser.parse_args()
    args.binary = args.binary.resolve()
    return args


def main():
    args = options()
    if not args.binary.is_file():
        print(f"ingest: there is no {args.binary}; build it with `make build`, "
              "or name one with --binary", file=sys.stderr)
        return NO_FILE
    if not shutil.which("ffmpeg"):
        print("ingest: ffmpeg, the reference, is not installed: apt-get install ffmpeg",
              file=sys.stderr)
        return NO_FILE
    # The with statements end everything on these too.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        with tempfile.TemporaryDirectory(prefix="watchpost-ingest-") as folder:
            result = measure(args, pathlib.Path(folder))
    except Failure as failure:
        print(f"ingest: {failure}", file=sys.stderr)
        return UNREACHABLE
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    print(json.dumps(result, ensure_ascii=False) if args.output == "json" else table(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
