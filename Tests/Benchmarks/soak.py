#!/usr/bin/env python3
"""Show that faulty cameras cost the healthy ones nothing: memory, latency, dropped packets.

    python3 Tests/Benchmarks/soak.py [--seconds 600] [--baseline 180] [--cameras 50] [--faulty 10]
                                     [--size 640x360] [--rate 12] [--binary FILE] [-o json]

Two runs, one after the other, each with a simulator and a node of its own, as many cameras, and
limits as shipped but `join: 0`, so that every episode raises an alert:

 1. baseline: no camera is faulty;
 2. soak: the first cameras are faulty, the simulator's faults dealt to them in turn, 10 s of fault
    in every 30 s.

What is printed, of each run
  memory      VmRSS of the node each 10 s; the slope is a line fitted to all after the first minute
  latency     of `raised` and `continued` events of the cameras that are healthy in both runs: from
              the arrival of the packet with whose picture the episode opened (data.seenAt) to the
              moment at which a reader of the queue has the event's line, in milliseconds
  age         of the healthy cameras' last picture, looked at each second, in milliseconds: what
              their packets wait for is in it, and up to the time to the next picture
  dropped     packets of the healthy cameras that came while too many waited
  not well    how often a healthy camera was seen in another state than online, of all looks
  CPU         milliseconds a second for each camera, the faulty ones included
  other       the share of all cores that went to processes other than the benchmark's: above a few
              per cent the latencies say more about them than about the node

It stops by itself. Every process it starts ends with it, also when it is killed; its files lie in a
folder that goes with it. Exit status: 0; 66 no binary; 69 a process did not do its part.
"""
import argparse
import contextlib
import datetime
import http.client
import json
import os
import sys
import threading
import time
import urllib.request

import harness
import ingest
from faults import LOGIN, words
from harness import cpu_seconds, machine_seconds, memory, own_seconds, percentile_ms

CONNECT, SETTLE = 60, 5


def read_stream(url, healthy, seen):
    """Note when each episode of a healthy camera comes, and how old its picture is by then."""
    request = urllib.request.Request(url, headers={"Accept": "application/x-ndjson"})
    with contextlib.suppress(OSError, http.client.HTTPException):
        with urllib.request.urlopen(request, timeout=60) as stream:
            for line in stream:
                now = time.time()
                event = json.loads(line) if line.strip() else {}
                if event.get("type") in ingest.BEGINNINGS and \
                        event["data"].get("camera", {}).get("id") in healthy:
                    arrival = datetime.datetime.fromisoformat(event["data"]["seenAt"])
                    seen.append((now, now - arrival.timestamp()))


def cameras(url):
    page = json.loads(harness.fetch(f"{url}/v1/cameras?limit=1000"))
    return {item["id"]: item["status"] for item in page["items"]}


def slope(points):
    """Megabytes a minute, by least squares; None of fewer than two points."""
    if len(points) < 2:
        return None
    middle = [sum(axis) / len(points) for axis in zip(*points)]
    spread = sum((at - middle[0]) ** 2 for at, _ in points)
    return round(60 * sum((at - middle[0]) * (mb - middle[1]) for at, mb in points) / spread, 3)


def watch(args, node, simulator, url, seconds, healthy):
    """Look at the node each second."""
    rss, ages, looks, unwell = [], [], 0, 0
    marks = cpu_seconds(node), cpu_seconds(simulator), machine_seconds(), own_seconds()
    before, began = cameras(url), time.time()
    while (passed := time.time() - began) < seconds:
        if len(rss) <= passed // 10:
            rss.append((round(passed), memory("VmRSS", node)))
        for name, status in cameras(url).items():
            if name in healthy:
                looks += 1
                unwell += status["state"] != "online"
                ages.append(status.get("pictureAge") or 0.0)
        time.sleep(max(0.0, 1 - (time.time() - began - passed)))
    after, length = cameras(url), time.time() - began
    spent, fed, everything, own = (now - mark for now, mark in zip(
        (cpu_seconds(node), cpu_seconds(simulator), machine_seconds(), own_seconds()), marks))

    def grown(key, names):
        return sum(after[name].get(key, 0) - before[name].get(key, 0) for name in names)

    faulty = set(after) - set(healthy)
    return began, length, {
        "seconds": round(length, 1),
        "rss_mb": [round(mb, 1) for _, mb in rss],
        "rss_mb_per_minute": slope([(at, mb) for at, mb in rss if at >= 60]),
        "age_p50_ms": percentile_ms(ages, 0.5), "age_p99_ms": percentile_ms(ages, 0.99),
        "pictures": grown("pictures", healthy),
        "pictures_expected": round(len(healthy) * args.rate * length),
        "damaged": grown("damaged", healthy), "dropped": grown("dropped", healthy),
        "not_well": unwell, "looks": looks,
        "faulty_damaged": grown("damaged", faulty),
        "faulty_reconnects": grown("reconnects", faulty),
        "cpu_ms_per_camera_second": round(spent * 1000 / length / args.cameras, 2),
        "other_cpu_share": round(
            max(0.0, everything - spent - fed - own) / length / os.cpu_count(), 3),
    }


def run_once(args, folder, say, name, seconds, faults):
    folder = folder / name
    folder.mkdir()
    log = folder / "simulator.log"
    (folder / "password").write_text(LOGIN.split(":", 1)[1] + "\n")
    simulate = [args.binary, "simulate", "cameras", "--count", args.cameras, "--port", 0,
                "--size", args.size, "--rate", args.rate, "--loop", 60, "--auth", "digest",
                "--user", LOGIN.split(":")[0], "--password-file", folder / "password", *faults]
    with harness.running(simulate, stderr=log) as (simulator,):
        urls = harness.lines(simulator, "ready", log)[:-1]
        say(f"{name}: the simulator renders its loop; nothing is measured yet")
        harness.wait_for("rendering the loop", 60 + 12 * args.rate, lambda: (
            simulator.poll() is not None or "is rendered" in log.read_text()))
        ingest.write_folders(folder, urls)
        file = folder / "cameras/bench.yaml"
        file.write_text(file.read_text().replace(", station:", ", credentials: sim, station:"))
        healthy = {f"bench-{n}" for n in range(args.faulty, args.cameras)}
        with harness.node(args.binary, folder, folder / "cameras") as (node, url):
            seen = []
            for queue in json.loads(harness.fetch(f"{url}/v1/queues?limit=1000"))["items"]:
                stream = f"{url}/v1/queues/{queue['id']}/alerts?follow=true"
                threading.Thread(
                    target=read_stream, args=(stream, healthy, seen), daemon=True).start()
            harness.wait_for("connecting every healthy camera", CONNECT, lambda: all(
                status["state"] == "online" for name, status in cameras(url).items()
                if name in healthy))
            time.sleep(SETTLE)
            say(f"{name}: measuring for {seconds} s")
            began, length, figures = watch(args, node, simulator, url, seconds, healthy)
            late = [age for came, age in list(seen) if began <= came <= began + length]
    return figures | {
        "events": len(late), "latency_p50_ms": percentile_ms(late, 0.5),
        "latency_p99_ms": percentile_ms(late, 0.99)}


def measure(args, folder, say):
    os.environ["WATCHPOST_CREDENTIAL_SIM"] = LOGIN
    names = words(args.binary, "fault")
    faults = [part for name in names for part in ("--fault", name)]
    faults += ["--faulty", args.faulty]
    return {
        "cameras": args.cameras, "faulty": args.faulty, "size": args.size, "rate": args.rate,
        "faults": names[:args.faulty],
        "baseline": run_once(args, folder, say, "baseline", args.baseline, []),
        "soak": run_once(args, folder, say, "soak", args.seconds, faults),
    }


def table(result):
    def shown(value):
        return "-" if value is None else f"{value:,}"

    baseline, soak = result["baseline"], result["soak"]
    text = [*harness.heading(result),
            f"{result['cameras']} cameras, {result['size']} at {result['rate']}/s; in the soak "
            f"{result['faulty']} of them faulty: {', '.join(result['faults'])}", ""]
    text.append(f"  {'':44}{'baseline':>12}{'soak':>12}")
    rows = (
        ("seconds", "seconds"), ("memory's slope after a minute, MB a minute", "rss_mb_per_minute"),
        ("healthy cameras' events", "events"), ("  arrival to stream p50, ms", "latency_p50_ms"),
        ("  arrival to stream p99, ms", "latency_p99_ms"),
        ("  last picture's age p50, ms", "age_p50_ms"),
        ("  last picture's age p99, ms", "age_p99_ms"), ("  pictures", "pictures"),
        ("  pictures expected", "pictures_expected"), ("  damaged", "damaged"),
        ("  packets dropped", "dropped"), ("  seen not well", "not_well"), ("  of looks", "looks"),
        ("faulty cameras' damaged", "faulty_damaged"),
        ("  reconnects", "faulty_reconnects"),
        ("CPU a camera, ms a second", "cpu_ms_per_camera_second"),
        ("CPU of other processes, share", "other_cpu_share"))
    text += [f"  {name:44}{shown(baseline[key]):>12}{shown(soak[key]):>12}" for name, key in rows]
    text += ["", "  memory each 10 s, MB"]
    for name in ("baseline", "soak"):
        figures = " ".join(f"{mb:.0f}" for mb in result[name]["rss_mb"])
        text.append(f"    {name}: {figures}")
    return "\n".join(text)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=harness.within(30, 86_400), default=600, metavar="S",
                        help="of the soak (default: %(default)s)")
    parser.add_argument("--baseline", type=harness.within(30, 86_400), default=180, metavar="S",
                        help="of the run without faults (default: %(default)s)")
    parser.add_argument("--cameras", type=harness.within(2, 1000), default=50, metavar="N",
                        help="of each run (default: %(default)s)")
    parser.add_argument("--faulty", type=harness.within(1, 999), default=10, metavar="N",
                        help="of these in the soak (default: %(default)s)")
    parser.add_argument("--size", default="640x360", metavar="WxH",
                        help="of a picture (default: %(default)s)")
    parser.add_argument("--rate", type=harness.within(1, 60), default=12, metavar="N",
                        help="pictures a second (default: %(default)s)")
    harness.add_common_options(parser)
    args = parser.parse_args()
    if args.faulty >= args.cameras:
        parser.error("--faulty must be less than --cameras")
    return harness.run("soak", args, measure, table)


if __name__ == "__main__":
    sys.exit(main())
