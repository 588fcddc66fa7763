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
  pictures    decoded in the interval, by the node's /metrics and by ffmpeg's own count, which it
              gives once a second; expected = cameras * rate * seconds.
  latency     of `raised` and `continued` events: from the arrival of the packet with whose picture
              the episode opened (the event's data.seenAt) to the moment at which the reader has
              the event's line. Both are this machine's wall clock, in milliseconds. What the
              detector itself waits for (the motion's first seconds) lies before the arrival.
  other       the share of all cores that went to processes other than the benchmark's during the
              node's interval. Above a few per cent the latencies say more about them than about
              the node.

It takes 2 * seconds and about a minute. Every process it starts ends with it, also when it is
killed; its files lie in a folder that goes with it. Exit status: 0; 66 no binary or no ffmpeg;
69 a process did not do its part.
"""
import argparse
import datetime
import itertools
import json
import os
import re
import shutil
import sys
import threading
import time

import harness
from harness import (
    Failure, cpu_seconds, machine_seconds, memory, metrics, own_seconds, percentile_ms, wait_for)

# Seconds that cameras and decoders have to connect, and to settle after that.
CONNECT, SETTLE = 30, 5
BEGINNINGS = ("watchpost.alert.raised.v1", "watchpost.alert.continued.v1")


def write_folders(folder, urls):
    """Camera files, and a policy by which every episode raises an alert."""
    policy = harness.copy_config(folder)
    text, count = re.subn(r"(?m)^join:.*$", "join: 0", policy.read_text())
    if count != 1:
        raise Failure("config/response.yaml has no line 'join: …' to set to 0")
    policy.write_text(text)
    seeds = (harness.ROOT / "seeds/stations.yaml").read_text()
    stations = itertools.cycle(re.findall(r"(?m)^ *- .*?\bid: *([\w-]+)", seeds))
    rows = "".join(
        f'  - {{ id: bench-{n}, name: bench {n}, url: "{url}", station: {station} }}\n'
        for n, (url, station) in enumerate(zip(urls, stations)))
    (folder / "cameras").mkdir()
    (folder / "cameras/bench.yaml").write_text(f"cameras:\n{rows}")


def beginnings(url, queue):
    """Each event that begins an episode: when it came, how old its picture was by then, itself."""
    for now, event in harness.follow(url, queue):
        if event.get("type") in BEGINNINGS:
            arrival = datetime.datetime.fromisoformat(event["data"]["seenAt"])
            yield now, now - arrival.timestamp(), event


def read_stream(url, queue, seen):
    for came, late, _ in beginnings(url, queue):
        seen.append((came, late))


def measure_node(args, simulator, folder, say):
    with harness.node(args.binary, folder, folder / "cameras") as (node, url):
        queues = json.loads(harness.fetch(f"{url}/v1/queues?limit=1000"))["items"]
        seen = []
        for queue in queues:
            threading.Thread(
                target=read_stream, args=(url, queue["id"], seen), daemon=True).start()
        wait_for("connecting every camera", CONNECT, lambda: (
            metrics(url)['watchpost_cameras{state="online"}'] == args.cameras))
        time.sleep(SETTLE)

        def clocks():
            return cpu_seconds(node), cpu_seconds(simulator), machine_seconds(), own_seconds()

        say(f"measuring the node for {args.seconds} s")
        before, began, marks = metrics(url), time.time(), clocks()
        time.sleep(args.seconds)
        spent, fed, everything, own = (now - mark for now, mark in zip(clocks(), marks))
        after, seconds = metrics(url), time.time() - began
        rss, peak = memory("VmRSS", node), memory("VmHWM", node)
        latencies = [late for came, late in list(seen) if began <= came <= began + seconds]

    def grown(name, labels=""):
        row = f"watchpost_{name}_total{labels}"
        return round(after[row] - before[row])

    others = max(0.0, everything - spent - fed - own) / seconds / os.cpu_count()
    return shared_figures(args, seconds, spent, rss) | {
        "cameras_per_core": round(args.cameras * seconds / spent, 1),
        "peak_rss_mb": round(peak, 1),
        "pictures_decoded": grown("pictures_decoded"),
        "pictures_damaged": grown("pictures_damaged"),
        "packets_read": grown("packets_read"),
        "packets_dropped": grown("packets_dropped", '{reason="lane_behind"}'),
        "reconnects": grown("reconnects"),
        "queues_read": len(queues),
        "events": len(latencies),
        "arrival_to_stream_p50_ms": percentile_ms(latencies, 0.5),
        "arrival_to_stream_p99_ms": percentile_ms(latencies, 0.99),
        "arrival_to_stream_max_ms": percentile_ms(latencies, 1.0),
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


def pictures_counted(files):
    """The last `frame=` of each decoder's progress file."""
    texts = (file.read_text() if file.exists() else "" for file in files)
    counts = [re.findall(r"(?m)^frame=\s*(\d+)$", text) for text in texts]
    return [int(count[-1]) if count else 0 for count in counts]


def measure_bare(args, urls, folder, say):
    files = [folder / f"progress-{n}" for n in range(len(urls))]
    commands = [
        ["ffmpeg", "-nostdin", "-loglevel", "error", "-stats_period", "1", "-progress", file,
         "-threads", "1", "-rtsp_transport", "tcp", "-i", url, "-f", "null", "-"]
        for url, file in zip(urls, files)]
    with harness.running(*commands, stderr=folder / "bare.log") as decoders:
        wait_for("decoding of every camera by ffmpeg", CONNECT,
                 lambda: all(pictures_counted(files)))
        time.sleep(SETTLE)
        say(f"measuring bare decoding for {args.seconds} s")
        before, began, mark = sum(pictures_counted(files)), time.time(), cpu_seconds(*decoders)
        time.sleep(args.seconds)
        seconds, spent = time.time() - began, cpu_seconds(*decoders) - mark
        decoded, rss = sum(pictures_counted(files)) - before, memory("VmRSS", *decoders)
    return shared_figures(args, seconds, spent, rss) | {"pictures_decoded": decoded}


def measure(args, folder, say):
    if not shutil.which("ffmpeg"):
        say("ffmpeg, the reference, is not installed: apt-get install ffmpeg")
        sys.exit(harness.NO_FILE)
    log = folder / "simulator.log"
    simulate = [args.binary, "simulate", "cameras", "--count", args.cameras, "--port", 0,
                "--size", args.size, "--rate", args.rate, "--loop", args.seconds]
    with harness.running(simulate, stderr=log) as (simulator,):
        urls = harness.lines(simulator, "ready", log)[:-1]
        say("the simulator renders its loop; nothing is measured yet")
        # About 20 ms a picture where the machine is free; far more where it is not.
        wait_for("rendering the loop", 60 + args.seconds * args.rate // 5, lambda: (
            simulator.poll() is not None or "is rendered" in log.read_text()))
        write_folders(folder, urls)
        node = measure_node(args, simulator, folder, say)
        bare = measure_bare(args, urls, folder, say)
    return {
        "cameras": args.cameras, "size": args.size, "rate": args.rate,
        "pictures_expected": round(args.cameras * args.rate * node["seconds"]),
        "node": node, "bare": bare,
        "ratio_to_bare": round(
            node["cpu_ms_per_camera_second"] / bare["cpu_ms_per_camera_second"], 3),
    }


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
        *harness.heading(result),
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


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cameras", type=harness.within(1, 500), default=20, metavar="N",
                        help="default: %(default)s")
    parser.add_argument("--seconds", type=harness.within(10, 900), default=120, metavar="S",
                        help="length of each measurement, and of the cameras' loop "
                             "(default: %(default)s)")
    parser.add_argument("--size", default="1280x720", metavar="WxH", help="default: %(default)s")
    parser.add_argument("--rate", type=harness.within(1, 60), default=12, metavar="N",
                        help="pictures a second (default: %(default)s)")
    harness.add_common_options(parser)
    return harness.run("ingest", parser.parse_args(), measure, table)


if __name__ == "__main__":
    sys.exit(main())
