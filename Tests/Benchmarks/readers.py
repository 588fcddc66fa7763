#!/usr/bin/env python3
"""Measure what open streams cost a node: memory, CPU, and the wait of one reader beside them.

    python3 Tests/Benchmarks/readers.py [--readers 5000] [--seconds 30] [--binary FILE] [-o json]

A node without cameras; the client is this process, on loopback. Readers ask for server-sent
events from the end of a queue and read what comes.

 1. So many readers are opened: the seconds it took and the node's memory for each.
 2. Nothing happens for a while: the node's CPU, which is the signs of life.
 3. Signals are sent one by one, each awaited by one more reader: first with nobody else, then
    beside readers of other queues, then with all of them on the same queue.
 4. Half of the readers vanish; the seconds until the node's count says so.
 5. The node is told to end (SIGTERM) with the others connected; the seconds it took.

Exit status: 0; 66 no binary; 69 a process did not do its part.
"""
import argparse
import contextlib
import http.client
import json
import resource
import select
import socket
import sys
import threading
import time
import urllib.parse

import harness

PROBES, PAUSE = 100, 0.05
# The queue of the one reader whose wait is measured.
MINE = "jn-001"


class Readers:
    """Streams that are read by one thread, which looks at nothing but their first answer."""

    def __init__(self, host):
        name, port = host.split(":")
        self.host, self.address = host, (name, int(port))
        self.poll, self.open, self.caught_up = select.epoll(), {}, 0
        self.ended = threading.Event()
        threading.Thread(target=self.drain, daemon=True).start()

    def add(self, queue):
        reader = socket.create_connection(self.address)
        reader.sendall(f"GET /v1/queues/{queue}/alerts?tail=0 HTTP/1.1\r\nHost: {self.host}\r\n"
                       "Accept: text/event-stream\r\n\r\n".encode())
        reader.setblocking(False)
        self.open[reader.fileno()] = reader
        self.poll.register(reader.fileno(), select.EPOLLIN)

    def drain(self):
        while not self.ended.is_set():
            for number, _ in self.poll.poll(0.2):
                with contextlib.suppress(OSError, KeyError):
                    self.caught_up += b"caught-up" in self.open[number].recv(65_536)

    def close(self, count):
        for number in list(self.open)[:count]:
            self.poll.unregister(number)
            self.open.pop(number).close()

    def end(self):
        self.ended.set()
        self.close(len(self.open))


class OneReader:
    """One stream of lines, and when each signal's came."""

    def __init__(self, host):
        self.came, self.ready = {}, threading.Event()
        self.connection = http.client.HTTPConnection(host, timeout=60)
        threading.Thread(target=self.read, daemon=True).start()
        if not self.ready.wait(30):
            raise harness.Failure(f"a reader of {MINE} was not caught up within 30 s")

    def read(self):
        with contextlib.suppress(OSError, http.client.HTTPException, AttributeError, ValueError):
            self.connection.request("GET", f"/v1/queues/{MINE}/alerts?follow=true&tail=0",
                                    headers={"Accept": "application/x-ndjson"})
            for line in self.connection.getresponse():
                now = time.time()
                event = json.loads(line) if line.strip() else {}
                if event.get("control") == "caught-up":
                    self.ready.set()
                elif "data" in event:
                    self.came[event["data"]["signal"]["id"]] = now


def waits(host, reader, label):
    """Milliseconds from the sending of each signal to its line."""
    connection = http.client.HTTPConnection(host, timeout=30)
    sent = {}
    for number in range(PROBES):
        name = f"{label}-{number}"
        body = {"source": "readers", "id": name, "kind": "door", "station": MINE}
        sent[name] = time.time()
        connection.request("POST", "/v1/signals", json.dumps(body),
                           {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 201:
            raise harness.Failure(f"a signal was answered {answer.status}")
        deadline = time.monotonic() + 10
        while name not in reader.came:
            if time.monotonic() > deadline:
                raise harness.Failure("a signal was not on the stream within 10 s")
            time.sleep(0.001)
        time.sleep(PAUSE)
    took = [reader.came[name] - sent[name] for name in sent]
    return {"p50_ms": harness.percentile_ms(took, 0.5), "p99_ms": harness.percentile_ms(took, 0.99)}


def open_streams(url):
    return harness.metrics(url)["watchpost_streams_open"]


def open_all(url, readers, count, queue):
    began, before = time.monotonic(), readers.caught_up
    for number in range(count):
        readers.add(queue(number))
    harness.wait_for("every reader caught up", 60, lambda: readers.caught_up - before >= count)
    return round(time.monotonic() - began, 2)


def measure(args, folder, say):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    harness.copy_config(folder)
    (folder / "cameras").mkdir()
    result = {"readers": args.readers}
    with harness.node(args.binary, folder, folder / "cameras") as (node, url):
        host = urllib.parse.urlsplit(url).netloc
        mine, readers = OneReader(host), Readers(host)
        result["alone"] = waits(host, mine, "alone")
        say(f"opening {args.readers} readers of other queues")
        before = harness.memory("VmRSS", node)
        result["open_seconds"] = open_all(
            url, readers, args.readers, lambda n: f"jn-{n % 59 + 2:03}")
        time.sleep(1)
        after = harness.memory("VmRSS", node)
        result["rss_mb"] = round(after, 1)
        result["kb_a_reader"] = round((after - before) * 1000 / args.readers, 1)
        say(f"{args.seconds} s of nothing")
        cpu, began = harness.cpu_seconds(node), time.monotonic()
        time.sleep(args.seconds)
        result["idle_cpu_share"] = round(
            (harness.cpu_seconds(node) - cpu) / (time.monotonic() - began), 4)
        result["beside_others"] = waits(host, mine, "others")
        say("half of the readers vanish")
        began = time.monotonic()
        readers.close(args.readers // 2)
        harness.wait_for("the node's count of streams", 60,
                         lambda: open_streams(url) <= args.readers - args.readers // 2 + 1)
        result["vanished_seconds"] = round(time.monotonic() - began, 2)
        readers.close(len(readers.open))
        harness.wait_for("the node's count of streams", 60, lambda: open_streams(url) <= 1)
        say(f"opening {args.readers} readers of the same queue")
        open_all(url, readers, args.readers, lambda _: MINE)
        result["beside_same"] = waits(host, mine, "same")
        began = time.monotonic()
        node.terminate()
        node.wait(30)
        result["end_seconds"] = round(time.monotonic() - began, 2)
        result["end_status"] = node.returncode
        readers.end()
    return result


def table(result):
    readers = f"{result['readers']:,}"
    text = [*harness.heading(result)]
    rows = [
        (f"opening {readers} readers, s", result["open_seconds"]),
        ("memory a reader, kB", result["kb_a_reader"]),
        ("memory of the node with them, MB", result["rss_mb"]),
        ("CPU while nothing happens, cores", result["idle_cpu_share"]),
        ("half of them vanish: noticed after, s", result["vanished_seconds"]),
        ("SIGTERM to the end, s", result["end_seconds"]),
    ]
    text += [f"  {name:44}{value:>10}" for name, value in rows]
    text += ["", "  sending of a signal to its line, ms              p50       p99"]
    for name, key in (("one reader", "alone"), (f"beside {readers} of other queues", "beside_others"),
                      (f"with {readers} of the same queue", "beside_same")):
        text.append(f"    {name:42}{result[key]['p50_ms']:>10}{result[key]['p99_ms']:>10}")
    return "\n".join(text)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=harness.within(10, 7000), default=5000, metavar="N",
                        help="how many (default: %(default)s)")
    parser.add_argument("--seconds", type=harness.within(1, 600), default=30, metavar="S",
                        help="of nothing (default: %(default)s)")
    harness.add_common_options(parser)
    return harness.run("readers", parser.parse_args(), measure, table)


if __name__ == "__main__":
    sys.exit(main())
