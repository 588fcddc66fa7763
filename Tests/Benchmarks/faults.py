#!/usr/bin/env python3
"""Show what an operator sees of each fault of cameras, and how soon.

    python3 Tests/Benchmarks/faults.py [--fault NAME …] [--binary FILE] [-o json]

One `watchpost simulate cameras` with a camera for each fault (640x360 at 12/s) and one
`watchpost serve` with the repository's config and seeds, all limits as shipped. Each fault acts in
one window, after health and before health; /v1/cameras is read five times a second, and the
station's queue is followed. (What makers do is shown by makers.py.)

What is printed as a Markdown table, a row a fault, and one of a camera that has none: what is seen of
that one comes from the machine, as from others' share of its cores, which is printed too
  sees        what `watchpost camera list` shows in and after the window: of state and reason the
              one that stands longest, with its numbers at their last; or the sizes of pictures
  after       seconds from the window's beginning until the camera was first shown as not well
  recovered   seconds from the window's end until it was shown as online for good
  told        the camera's events in the station's queue
  counted     what the camera's counts grew by from the window's beginning on

The window begins at a known second of the simulator's own time, which begins when it says `ready`.
It takes five minutes and a half. Every process it starts ends with it, also when it is killed; its
files lie in a folder that goes with it. Exit status: 0; 66 no binary; 69 a process did not do its
part.
"""
import argparse
import contextlib
import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time

import harness
from harness import Failure

# Seconds of health, of the fault, and of health again, in which the slowest ailment (three losses in
# two minutes) is over.
BEFORE, LASTING, AFTER = 140, 40, 135
# Seconds of health that the node sees; until then the simulator is alone.
SETTLE = 40
LOGIN = "viewer:p@:/#1"
COUNTS = ("damaged", "lost", "dropped", "reconnects")
WORSE = ("connecting", "online", "degraded", "offline")


def words(binary, option):
    """What an option of `simulate cameras` may be; none where there is no such option."""
    said = subprocess.run([binary, "simulate", "cameras", f"--{option}", "?"],
                          capture_output=True, text=True).stderr
    return re.findall(r"(?m)^ +- ([a-z0-9-]+)$", said)


def write_cameras(folder, cameras):
    """A camera file; `cameras` are id and URL."""
    rows = "".join(
        f'  - {{ id: {name}, name: {name}, url: "{url}", station: jn-017, credentials: sim }}\n'
        for name, url in cameras)
    (folder / "cameras").mkdir(exist_ok=True)
    (folder / "cameras/faults.yaml").write_text(f"cameras:\n{rows}")


class Watcher:
    """Reads how the cameras are, and what their station is told, until it is closed."""

    def __init__(self, url):
        self.url, self.seen, self.told = url, [], []
        self.open = True
        for work in (self.watch, self.follow):
            threading.Thread(target=work, daemon=True).start()

    def watch(self):
        with contextlib.suppress(OSError, http.client.HTTPException):
            while self.open:
                now = time.time()
                items = json.loads(harness.fetch(f"{self.url}/v1/cameras?limit=1000"))["items"]
                self.seen.append((now, {item["id"]: item["status"] for item in items}))
                time.sleep(max(0.0, 0.2 - (time.time() - now)))

    def follow(self):
        for now, event in harness.follow(self.url, "jn-017"):
            if event.get("type", "").startswith("watchpost.camera."):
                self.told.append((now, event["data"]["camera"]["id"], event["type"].split(".")[2]))

    def story(self, camera):
        """When the camera was shown how: `(time, status)` each time state or reason changed."""
        changes = []
        for now, cameras in list(self.seen):
            status = cameras.get(camera)
            if status and (not changes or self.look(changes[-1][1]) != self.look(status)):
                changes.append((now, status))
        return changes

    @staticmethod
    def look(status):
        return status["state"], status.get("reason")


def cause(reason):
    """A reason without its numbers."""
    return re.sub(r"[\d.]+", "#", reason or "")


def row(fault, watcher, begins, ends):
    story = watcher.story(fault)
    over = watcher.seen[-1][0]
    shown = [(at, until, status) for (at, status), until in
             zip(story, [at for at, _ in story[1:]] + [over]) if until > begins]
    bad = [(at, until, status) for at, until, status in shown
           if status["state"] in ("degraded", "offline")]
    first = next((at for at, _, _ in bad), None)
    last = next((until for at, until, status in reversed(bad)), None)
    is_well = story[-1][1]["state"] == "online" if story else False
    lengths = {}
    for at, until, status in bad:
        key = (WORSE.index(status["state"]), cause(status.get("reason")))
        length, known = lengths.get(key, (0, status))
        # The numbers of the fault itself, and not of its fading.
        lengths[key] = (length + until - at, status if at <= ends else known)
    worst = max(lengths.values(), key=lambda pair: pair[0])[1] if lengths else None
    sizes = []
    for at, cameras in watcher.seen:
        size = "{width}x{height}".format(**{"width": "?", "height": "?"} | cameras[fault])
        if at >= begins and (not sizes or sizes[-1] != size):
            sizes.append(size)
    before = next((s[fault] for at, s in watcher.seen if at >= begins), {})
    after = watcher.seen[-1][1][fault]
    return {
        "fault": fault,
        "sees": f"{worst['state']}: {worst.get('reason')}" if worst else
                f"{after['state']}: {', '.join(sizes)}",
        "all": sorted({f"{status['state']}: {status.get('reason')}" for _, _, status in bad}),
        "after_s": None if first is None else round(max(first, begins) - begins, 1),
        "recovered_s": None if last is None or not is_well else round(max(0, last - ends), 1),
        "told": [f"{word} {round(at - begins)} s" for at, camera, word in watcher.told
                 if camera == fault and at >= begins],
        "counted": {name: after.get(name, 0) - before.get(name, 0) for name in COUNTS
                    if after.get(name, 0) != before.get(name, 0)},
    }


def simulate(args, folder, name, *options):
    password = folder / "password"
    password.write_text(LOGIN.split(":", 1)[1] + "\n")
    log = folder / f"{name}.log"
    command = [args.binary, "simulate", "cameras", "--port", 0, "--size", "640x360", "--rate", 12,
               "--loop", 40, "--auth", "digest", "--user", LOGIN.split(":")[0],
               "--password-file", password, *options]
    return log, command


def others(*own):
    """Seconds of CPU time that went to processes other than the benchmark's."""
    return harness.machine_seconds() - harness.cpu_seconds(*own) - harness.own_seconds()


def play_faults(args, folder, say):
    # The window lies at the end of its period; the next period's health, which follows, is longer
    # than what is watched of it.
    every = BEFORE + LASTING
    faults = args.fault or words(args.binary, "fault")
    if not faults:
        raise Failure("this watchpost's simulator has no faults")
    chosen = [part for fault in faults for part in ("--fault", fault)]
    # One more than there are faults.
    log, command = simulate(args, folder, "faults", "--count", len(faults) + 1, *chosen,
                            "--faulty", len(faults), "--fault-every", every,
                            "--fault-for", LASTING)
    with harness.running(command, stderr=log) as (simulator,):
        urls = harness.lines(simulator, "ready", log)[:-1]
        ready = time.time()
        time.sleep(BEFORE - SETTLE)
        cameras = [*faults, "healthy"]
        write_cameras(folder, zip(cameras, urls))
        with harness.node(args.binary, folder, folder / "cameras") as (node, url):
            watcher = Watcher(url)
            begins, ends = ready + BEFORE, ready + BEFORE + LASTING
            began, busy = time.time(), others(node, simulator)
            say(f"{len(faults)} cameras; their faults begin in {SETTLE} s and end {LASTING} s later")
            time.sleep(max(0, ends + AFTER - time.time()))
            watcher.open = False
            share = (others(node, simulator) - busy) / (time.time() - began) / os.cpu_count()
            return {"faults": [row(fault, watcher, begins, ends) for fault in cameras],
                    "other_cpu_share": round(max(0.0, share), 3)}


def measure(args, folder, say):
    os.environ["WATCHPOST_CREDENTIAL_SIM"] = LOGIN
    harness.copy_config(folder)
    return play_faults(args, folder, say)


def table(result):
    def seconds(value):
        return "-" if value is None else f"{value} s"

    text = [*harness.heading(result),
            f"others took {result['other_cpu_share']:.0%} of the cores", "",
            "| fault | what the operator sees | after | recovered after | told | counted |",
            "|---|---|--:|--:|---|---|"]
    for r in result["faults"]:
        counted = ", ".join(f"{number} {name}" for name, number in r["counted"].items())
        cells = (r["fault"], r["sees"], seconds(r["after_s"]), seconds(r["recovered_s"]),
                 ", ".join(r["told"]) or "-", counted or "-")
        text.append(f"| {' | '.join(cells)} |")
    return "\n".join(text)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fault", action="append", metavar="NAME",
                        help="only this one; may be repeated (default: all)")
    harness.add_common_options(parser)
    return harness.run("faults", parser.parse_args(), measure, table)


if __name__ == "__main__":
    sys.exit(main())
