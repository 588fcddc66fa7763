#!/usr/bin/env python3
"""Show what an operator sees of each maker's cameras, and of each way in which cameras behave.

    python3 Tests/Benchmarks/makers.py [--only NAME …] [--binary FILE] [-o json]

One `watchpost simulate cameras` for each (320x192 at 12/s, with a password) and one `watchpost
serve` for all, with the repository's config and seeds and all limits as shipped; /v1/cameras is
read five times a second. The cameras run for a while, then all of them are ended, and 10 s later
started anew at the same addresses.

What is printed is a Markdown table, a row a maker or behaviour
  sees        state and stream as `watchpost camera list` shows them at the end of the first while,
              and whatever else was shown meanwhile
  after       seconds from the node's `ready` until the camera was first shown as online
  lost        what is shown of it without its camera, and after how many seconds
  recovered   seconds from the simulator's `ready` until it was shown as online again

It takes about a minute and a half. Every process it starts ends with it, also when it is killed; its
files lie in a folder that goes with it. Exit status: 0; 66 no binary; 69 a process did not do its
part.
"""
import argparse
import contextlib
import os
import re
import sys
import time

import faults
import harness

# Seconds that cameras are there, are not, and have to come back.
THERE, GONE, BACK = 25, 10, 45
# What else cameras do, with the simulator's options and the camera file's.
OTHERS = {
    "answers no keep-alive, closes after 6 s without one":
        (["--session-timeout", "6", "--quirk", "no-keep-alive"], ""),
    "closes after 6 s without a request": (["--session-timeout", "6",
                                            "--quirk", "reports-ignored"], ""),
    "1 picture a second": (["--rate", "1"], ""),
    "60 pictures a second": (["--rate", "60"], ""),
    "H.265": (["--codec", "h265"], ""),
    "MJPEG": (["--codec", "mjpeg"], ""),
    "UDP": (["--transport", "udp"], "transport: udp"),
    "TLS": (["--tls"], ""),
    "Digest SHA-256": (["--digest", "sha-256"], ""),
    "nonces stale after 3 requests": (["--nonce-requests", "3"], ""),
    "Basic": (["--auth", "basic"], ""),
}


def behaviours(binary, only):
    """Each by name: the simulator's options and what the camera file says besides."""
    found = {f"maker {word}": (["--maker", word], "") for word in faults.words(binary, "maker")}
    found |= {f"quirk {word}": (["--quirk", word], "") for word in faults.words(binary, "quirk")}
    found |= OTHERS
    if not only:
        return found
    return {name: found[name] for name in only if name in found}


def commands(args, folder, chosen, ports):
    for name, (options, _) in chosen.items():
        login = [] if "--auth" in options else ["--auth", "digest"]
        yield [args.binary, "simulate", "cameras", "--size", "320x192", "--loop", 10,
               "--bitrate", "300k", "--port", ports.get(name, 0), "--user",
               faults.LOGIN.split(":")[0], "--password-file", folder / "password",
               *login, *options]


@contextlib.contextmanager
def cameras(args, folder, chosen, ports):
    """Simulators for all; yields their URLs by name, and when each was ready."""
    log = folder / "simulators.log"
    with harness.running(*commands(args, folder, chosen, ports), stderr=log) as started:
        yield {name: (harness.lines(process, "ready", log)[0], time.time())
               for name, process in zip(chosen, started)}


def write_cameras(folder, urls, chosen):
    rows = "".join(
        f'  - {{ id: c{number}, name: "{name}", url: "{url}", station: jn-017, credentials: sim'
        f'{", " + chosen[name][1] if chosen[name][1] else ""} }}\n'
        for number, (name, (url, _)) in enumerate(urls.items()))
    (folder / "cameras").mkdir()
    (folder / "cameras/makers.yaml").write_text(f"cameras:\n{rows}")


def first(story, since, *states):
    """The first moment and status from then on in one of these states."""
    before = [entry for entry in story if entry[0] <= since][-1:]
    for at, status in [(since, status) for _, status in before] + [
            entry for entry in story if entry[0] > since]:
        if status["state"] in states:
            return at, status
    return None, None


def shown(status):
    """State and stream, or reason without addresses."""
    if status["state"] == "online":
        rate = status.get("rate")
        return (f"online, {status.get('codec')} {status.get('width')}x{status.get('height')}"
                + (f", {rate:.0f}/s" if rate else ""))
    return f"{status['state']}: {re.sub(r'rtsps?://[^ ]+(?<!:)', '…', status.get('reason', ''))}"


def row(name, story, seen, moments):
    began, ended, again = moments
    seconds = lambda at, since: None if at is None else round(at - since, 1)
    steady = [status for at, status in seen if at < ended]
    others = {shown(status) for at, status in story if at < ended
              and status["state"] not in ("connecting", "online")}
    lost_at, lost = first(story, ended, "offline")
    return {
        "name": name,
        "sees": "; before that ".join(
            [shown(steady[-1]), *sorted(others - {shown(steady[-1])})]) if steady else "-",
        "after_s": seconds(first(story, 0, "online")[0], began),
        "lost": shown(lost) if lost else "-",
        "lost_after_s": seconds(lost_at, ended),
        "recovered_s": seconds(first(story, again, "online")[0], again),
    }


def measure(args, folder, say):
    os.environ["WATCHPOST_CREDENTIAL_SIM"] = faults.LOGIN
    harness.copy_config(folder)
    (folder / "password").write_text(faults.LOGIN.split(":", 1)[1] + "\n")
    chosen = behaviours(args.binary, args.only)
    if not chosen:
        raise harness.Failure("nothing is called so; see `watchpost simulate cameras --help`")
    ids = {name: f"c{number}" for number, name in enumerate(chosen)}
    with contextlib.ExitStack() as stack:
        first_time = stack.enter_context(contextlib.ExitStack())
        urls = first_time.enter_context(cameras(args, folder, chosen, {}))
        write_cameras(folder, urls, chosen)
        _, url = stack.enter_context(harness.node(args.binary, folder, folder / "cameras"))
        began = time.time()
        watcher = faults.Watcher(url)
        say(f"{len(chosen)} cameras, which are ended after {THERE} s")
        time.sleep(THERE)
        ended = time.time()
        first_time.close()
        time.sleep(max(0, ended + GONE - time.time()))
        ports = {name: int(re.search(r":(\d+)/", address)[1])
                 for name, (address, _) in urls.items()}
        again = stack.enter_context(cameras(args, folder, chosen, ports))
        say("the cameras are back")
        newest = lambda: watcher.seen[-1][1]
        with contextlib.suppress(harness.Failure):
            harness.wait_for("that all came back", BACK, lambda: all(
                newest()[ids[name]]["state"] == "online" for name in chosen))
        watcher.open = False
        return {"rows": [
            row(name, watcher.story(ids[name]),
                [(at, all_[ids[name]]) for at, all_ in watcher.seen if ids[name] in all_],
                (began, ended, again[name][1])) for name in chosen]}


def table(result):
    def cell(value):
        return "-" if value is None else str(value)

    text = [*harness.heading(result),
            "| maker or behaviour | what the operator sees | after s | lost: sees | after s "
            "| recovered s |", "|---|---|---|---|---|---|"]
    keys = ("name", "sees", "after_s", "lost", "lost_after_s", "recovered_s")
    text += ["| " + " | ".join(cell(r[key]) for key in keys) + " |" for r in result["rows"]]
    return "\n".join(text)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", metavar="NAME",
                        help="as in the table: 'maker dahua', 'UDP'; may be repeated (default: all)")
    harness.add_common_options(parser)
    return harness.run("makers", parser.parse_args(), measure, table)


if __name__ == "__main__":
    sys.exit(main())
