#!/usr/bin/env python3
"""Show that faulty cameras cost the healthy ones nothing, and the node no memory.

    python3 Tests/Benchmarks/soak.py [--minutes 10] [--before 2] [--cameras 50] [--faulty 10]
                                     [--size 640x360] [--rate 12] [--bound MB] [--binary FILE] [-o json]

One node with limits as shipped but `join: 0`, so that every episode raises an alert, and two
simulators whose loops are rendered before anything is measured. All cameras are well for
`--before` minutes. Then the camera file of the first ten is written anew, with the second
simulator's addresses: the faults are dealt to them in turn, 10 s in every 30 s, for `--minutes`
minutes. The others are never touched; what is printed is of them, a row each window (a minute, or a
sixth of the time where that is less):

  RSS         VmRSS of the node, the mean of one look a second, in MB (10^6 bytes)
  age         of the last picture, looked at each second, in milliseconds: what its packet waited
              for, and up to the time to the next picture
  to stream   of `raised` and `continued` events: from the arrival of the packet with whose picture
              the episode opened (data.seenAt) to the moment at which a reader of the queue has the
              line, in milliseconds
  dropped     packets that came while too many waited
  not well    looks, of all, that found a camera in another state than online
  CPU         of the node, milliseconds a second for each camera, the faulty ones included
  others      share of all cores that went to processes other than the benchmark's

The verdict
  memory      grew by at most `--bound` MB: the mean of the last fifth of the faulty time against
              that of its second fifth (in the first, decoders and buffers of the faults come)
  healthy     no packet dropped, never not well, and at p50 and p99 not more than a picture's time
              later with faults than without; said to be untold where others took more than 5 % of
              the cores

It stops by itself. Every process it starts ends with it, also when it is killed; its files lie in a
folder that goes with it. Exit status: 0; 1 the verdict is no; 66 no binary; 69 a process did not do
its part.
"""
import argparse
import json
import os
import re
import statistics
import sys
import threading
import time

import harness
import ingest
from faults import LOGIN, words
from harness import cpu_seconds, machine_seconds, memory, own_seconds, percentile_ms

# Seconds that cameras have to connect, and to settle after that.
CONNECT, SETTLE = 60, 10
# Share of the cores that others may take before latencies say more about them.
OTHERS = 0.05


class Events:
    """Notes when each episode of a healthy camera comes, and how old its picture is by then."""

    def __init__(self, url, healthy):
        self.url, self.healthy, self.seen = url, healthy, []
        for queue in json.loads(harness.fetch(f"{url}/v1/queues?limit=1000"))["items"]:
            threading.Thread(target=self.follow, args=(queue["id"],), daemon=True).start()

    def follow(self, queue):
        for came, late, event in ingest.beginnings(self.url, queue):
            if event["data"].get("camera", {}).get("id") in self.healthy:
                self.seen.append((came, late))

    def between(self, start, end):
        return [late for came, late in list(self.seen) if start <= came < end]


class Stage:
    """The node, what feeds it, and what is asked of it."""

    def __init__(self, args, folder, node, simulators, url):
        self.args, self.folder, self.node, self.simulators = args, folder, node, simulators
        self.url = url
        names = [f"bench-{n}" for n in range(args.cameras)]
        self.faulty, self.healthy = set(names[:args.faulty]), set(names[args.faulty:])
        self.events = Events(url, self.healthy)

    def cameras(self):
        page = json.loads(harness.fetch(f"{self.url}/v1/cameras?limit=1000"))
        return {item["id"]: item["status"] for item in page["items"]}

    def marks(self):
        return (cpu_seconds(self.node), cpu_seconds(*self.simulators), machine_seconds(),
                own_seconds())

    def window(self, seconds, is_faulty):
        """Look at the node each second for a while."""
        rss, ages, unwell, looks = [], [], [], 0
        marks, before, began = self.marks(), self.cameras(), time.time()
        while (passed := time.time() - began) < seconds:
            rss.append(memory("VmRSS", self.node))
            for name, status in self.cameras().items():
                if name in self.healthy:
                    looks += 1
                    ages.append(status.get("pictureAge") or 0.0)
                    if status["state"] != "online":
                        unwell.append(f"{name} {status['state']}: {status.get('reason')}")
            time.sleep(min(max(0.0, 1 - (time.time() - began - passed)),
                           max(0.0, seconds - (time.time() - began))))
        after, ended = self.cameras(), time.time()
        spent, fed, everything, own = (now - mark for now, mark in zip(self.marks(), marks))
        length = ended - began
        late = self.events.between(began, ended)

        def grown(key, names):
            # A camera whose address changed begins to count anew.
            return sum(max(0, after[name].get(key, 0) - before[name].get(key, 0))
                       for name in names)

        return {
            "faults": is_faulty, "seconds": round(length, 1), "rss_mb": rss,
            "age_p50_ms": percentile_ms(ages, 0.5), "age_p99_ms": percentile_ms(ages, 0.99),
            "events": len(late), "late_p50_ms": percentile_ms(late, 0.5),
            "late_p99_ms": percentile_ms(late, 0.99),
            "dropped": grown("dropped", self.healthy), "damaged": grown("damaged", self.healthy),
            "pictures": grown("pictures", self.healthy), "not_well": len(unwell), "looks": looks,
            "unwell": unwell[:3],
            "faulty_damaged": grown("damaged", self.faulty),
            "faulty_reconnects": grown("reconnects", self.faulty),
            "faulty_not_well": sum(
                status["state"] != "online" for name, status in after.items()
                if name in self.faulty),
            "cpu_ms_per_camera_second": round(spent * 1000 / length / self.args.cameras, 2),
            "other_cpu_share": round(
                max(0.0, everything - spent - fed - own) / length / os.cpu_count(), 3),
            "ages": ages, "late": late,
        }


def write_cameras(folder, args):
    """Two files: that of the cameras that will be faulty, and that of the others."""
    text = (folder / "cameras/bench.yaml").read_text()
    rows = text.replace(", station:", ", credentials: sim, station:").splitlines()[1:]
    for name, part in (("faulty", rows[:args.faulty]), ("bench", rows[args.faulty:])):
        write_whole(folder / f"cameras/{name}.yaml", "cameras:\n" + "\n".join(part) + "\n")


def write_whole(file, text):
    """A reader sees the file before or after, never half of it."""
    new = file.with_suffix(".new")
    new.write_text(text)
    new.replace(file)


def move_to(folder, urls):
    """Gives the faulty cameras their new addresses."""
    file = folder / "cameras/faulty.yaml"
    addresses = iter(urls)
    write_whole(file, re.sub(r'url: "[^"]*"', lambda _: f'url: "{next(addresses)}"',
                             file.read_text()))


def simulate(args, folder, name, count, seed, *options):
    (folder / "password").write_text(LOGIN.split(":", 1)[1] + "\n")
    command = [args.binary, "simulate", "cameras", "--count", count, "--port", 0,
               "--size", args.size, "--rate", args.rate, "--loop", 40, "--seed", seed,
               "--auth", "digest", "--user", LOGIN.split(":")[0],
               "--password-file", folder / "password", *options]
    return harness.running(command, stderr=folder / f"{name}.log")


def rendered(args, process, log):
    urls = harness.lines(process, "ready", log)[:-1]
    harness.wait_for("rendering the loop", 60 + 8 * args.rate, lambda: (
        process.poll() is not None or "is rendered" in log.read_text()))
    return urls


def measure(args, folder, say):
    os.environ["WATCHPOST_CREDENTIAL_SIM"] = LOGIN
    names = words(args.binary, "fault")
    if not names:
        raise harness.Failure("this watchpost's simulator has no faults")
    faults = [part for name in names for part in ("--fault", name)]
    with simulate(args, folder, "well", args.cameras, 1) as (well,), \
            simulate(args, folder, "faulty", args.faulty, 1, *faults) as (faulty,):
        say("the simulators render their loops; nothing is measured yet")
        urls = rendered(args, well, folder / "well.log")
        bad_urls = rendered(args, faulty, folder / "faulty.log")
        ingest.write_folders(folder, urls)
        write_cameras(folder, args)
        with harness.node(args.binary, folder, folder / "cameras") as (node, url):
            stage = Stage(args, folder, node, (well, faulty), url)
            harness.wait_for("connecting every camera", CONNECT, lambda: all(
                status["state"] == "online" for status in stage.cameras().values()))
            time.sleep(SETTLE)
            windows = list(play(args, stage, False, args.before, say))
            move_to(folder, bad_urls)
            windows += play(args, stage, True, args.minutes, say)
    result = {"cameras": args.cameras, "faulty": args.faulty, "size": args.size, "rate": args.rate,
              "faults": names[:args.faulty], "bound_mb": args.bound}
    return result | {"windows": windows} | judge(args, windows)


def play(args, stage, is_faulty, minutes, say):
    say(f"{minutes:g} minutes {'with' if is_faulty else 'without'} faults")
    count = max(6 if is_faulty else 2, round(minutes)) if minutes else 0
    for _ in range(count):
        yield stage.window(minutes * 60 / count, is_faulty)


def judge(args, windows):
    """Takes the windows' single looks out of them."""
    looks = {False: ([], []), True: ([], [])}
    rss = [mb for window in windows if window["faults"] for mb in window["rss_mb"]]
    for window in windows:
        for all_of_it, key in zip(looks[window["faults"]], ("ages", "late")):
            all_of_it += window.pop(key)
        window["rss_mb"] = round(statistics.mean(window["rss_mb"]), 1)
    fifth = max(1, len(rss) // 5)
    grown = round(statistics.mean(rss[-fifth:]) - statistics.mean(rss[fifth:2 * fifth]), 1)
    others = max(window["other_cpu_share"] for window in windows)
    reasons = []
    if grown > args.bound:
        reasons.append(f"memory grew by {grown} MB, more than {args.bound}")
    figures = {}
    for kind, at in (("age", 0), ("late", 1)):
        for share in (0.5, 0.99):
            name = f"{kind}_p{round(share * 100)}_ms"
            pair = [percentile_ms(looks[is_faulty][at], share) for is_faulty in (False, True)]
            figures[name] = pair
            if None not in pair and pair[1] > pair[0] + 1000 / args.rate and others <= OTHERS:
                reasons.append(f"{name} was {pair[0]} and is {pair[1]} with faults")
    for key in ("dropped", "not_well"):
        count = sum(window[key] for window in windows)
        if count and others <= OTHERS:
            reasons.append(f"healthy cameras: {count} {key.replace('_', ' ')}")
    return {"rss_grown_mb": grown, "others": others, "without_and_with": figures,
            "passed": not reasons, "reasons": reasons}


def table(result):
    def shown(value):
        return "-" if value is None else f"{value:,}"

    columns = (
        ("RSS MB", "rss_mb"), ("age p50 ms", "age_p50_ms"), ("age p99 ms", "age_p99_ms"),
        ("events", "events"), ("to stream p50 ms", "late_p50_ms"),
        ("to stream p99 ms", "late_p99_ms"), ("dropped", "dropped"), ("damaged", "damaged"),
        ("not well", "not_well"), ("looks", "looks"), ("faulty: damaged", "faulty_damaged"),
        ("reconnects", "faulty_reconnects"), ("CPU ms", "cpu_ms_per_camera_second"),
        ("others", "other_cpu_share"))
    text = [*harness.heading(result),
            f"{result['cameras']} cameras, {result['size']} at {result['rate']}/s; "
            f"{result['faulty']} of them faulty in turn: {', '.join(result['faults'])}", "",
            "| from s | faults | " + " | ".join(name for name, _ in columns) + " |",
            "|--:|---" + "|--:" * len(columns) + "|"]
    at = 0.0
    for window in result["windows"]:
        text.append(f"| {at:.0f} | {'yes' if window['faults'] else 'no'} | "
                    + " | ".join(shown(window[key]) for _, key in columns) + " |")
        at += window["seconds"]
    text += ["", "| of all | without faults | with faults |", "|---|--:|--:|"]
    text += [f"| {name} | {shown(pair[0])} | {shown(pair[1])} |"
             for name, pair in result["without_and_with"].items()]
    unwell = [line for window in result["windows"] for line in window["unwell"]]
    text += ["", f"memory grew by {result['rss_grown_mb']} MB (bound {result['bound_mb']})"]
    if result["others"] > OTHERS:
        text.append(f"others took up to {result['others']:.0%} of the cores: what became of the "
                    "healthy cameras' latency is untold")
    text += [f"not well: {line}" for line in unwell[:5]]
    text.append("verdict: " + ("yes" if result["passed"] else "no: " + "; ".join(result["reasons"])))
    return "\n".join(text)


def minutes(text):
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0.5 <= number <= 1440:
        raise argparse.ArgumentTypeError(f"0.5 to 1440 is expected, not {text}")
    return number


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=minutes, default=10.0, metavar="M",
                        help="with faults (default: %(default)g)")
    parser.add_argument("--before", type=minutes, default=2.0, metavar="M",
                        help="without faults, before (default: %(default)g)")
    parser.add_argument("--cameras", type=harness.within(2, 1000), default=50, metavar="N",
                        help="of all (default: %(default)s)")
    parser.add_argument("--faulty", type=harness.within(1, 999), default=10, metavar="N",
                        help="of these (default: %(default)s)")
    parser.add_argument("--size", default="640x360", metavar="WxH",
                        help="of a picture (default: %(default)s)")
    parser.add_argument("--rate", type=harness.within(1, 60), default=12, metavar="N",
                        help="pictures a second (default: %(default)s)")
    parser.add_argument("--bound", type=harness.within(1, 10_000), default=10, metavar="MB",
                        help="of the node's memory growing (default: %(default)s)")
    harness.add_common_options(parser)
    args = parser.parse_args()
    if args.faulty >= args.cameras:
        parser.error("--faulty must be less than --cameras")
    verdict = {}

    def measured(*with_them):
        verdict.update(measure(*with_them))
        return verdict

    status = harness.run("soak", args, measured, table)
    return status or (0 if verdict["passed"] else 1)


if __name__ == "__main__":
    sys.exit(main())
