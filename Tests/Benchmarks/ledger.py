#!/usr/bin/env python3
"""Measure a node's ledger and streams: signals a second, and what readers that do not read cost.

    python3 Tests/Benchmarks/ledger.py [--signals 3000] [--stalled 200] [--binary FILE] [-o json]

A node without cameras, on the disk of the temporary folder ($TMPDIR); the client is this process.

 1. Signals are posted to 60 queues over 1, 8 and 64 connections, each waiting for its answer,
    which means on disk. Commits and entries are the node's own /metrics.
 2. A queue is filled with 10,000 entries. Readers are opened on it that ask for all of it and
    never read, through a small receive buffer.
 3. Signals are sent one by one to that queue and to another, each with one live reader, first
    without and then with the stalled ones: from the sending to the moment at which the reader has
    the line.

The figures contain the client's own share; on few cores that is most of 1. Exit status: 0; 66 no
binary; 69 a process did not do its part.
"""
import argparse
import http.client
import json
import socket
import sys
import threading
import time
import urllib.parse

import harness

BACKLOG, PROBES = 10_000, 300
FULL, OTHER = "jn-001", "jn-002"


def post(connection, source, number, station):
    body = {"source": source, "id": str(number), "kind": "door", "station": station,
            "text": "back door forced"}
    connection.request("POST", "/v1/signals", json.dumps(body),
                       {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 201:
        raise harness.Failure(f"a signal was answered {answer.status}")


def post_many(host, source, count, connections, station):
    """Post so many signals over so many connections; tell the seconds it took."""
    failures = []

    def work(first):
        try:
            connection = http.client.HTTPConnection(host, timeout=30)
            for number in range(first, count, connections):
                post(connection, source, number, station(number))
        except (OSError, http.client.HTTPException, harness.Failure) as failure:
            failures.append(failure)

    began = time.monotonic()
    workers = [threading.Thread(target=work, args=(n,), daemon=True) for n in range(connections)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failures:
        raise harness.Failure(f"posting signals: {failures[0]}")
    return time.monotonic() - began


def measure_signals(url, host, count, connections):
    before = harness.metrics(url)
    seconds = post_many(
        host, f"rate-{connections}", count, connections, lambda n: f"jn-{n % 60 + 1:03}")
    after = harness.metrics(url)
    entries, commits = (
        after[f"watchpost_ledger_{name}_total"] - before[f"watchpost_ledger_{name}_total"]
        for name in ("entries", "commits"))
    return {"connections": connections, "signals_per_second": round(count / seconds),
            "commits_per_second": round(commits / seconds),
            "entries_per_commit": round(entries / commits, 1)}


def open_stalled(host, count):
    name, port = host.split(":")
    request = (f"GET /v1/queues/{FULL}/alerts?follow=true HTTP/1.1\r\nHost: {host}\r\n"
               "Accept: application/x-ndjson\r\n\r\n")
    readers = []
    for _ in range(count):
        reader = socket.socket()
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.connect((name, int(port)))
        reader.sendall(request.encode())
        readers.append(reader)
    return readers


def read_live(url, queue, ready, came):
    for now, event in harness.follow(url, queue, "&tail=0"):
        if event.get("control") == "caught-up":
            ready.set()
        elif event.get("type") == "watchpost.alert.raised.v1":
            signal = event["data"]["signal"]
            came[signal["source"], signal["id"]] = now


def measure_streams(url, host, label):
    """Milliseconds from a signal's sending to its line, by queue."""
    result = {}
    connection = http.client.HTTPConnection(host, timeout=30)
    for queue in (FULL, OTHER):
        ready, came, sent, source = threading.Event(), {}, {}, f"{label}-{queue}"
        threading.Thread(target=read_live, args=(url, queue, ready, came), daemon=True).start()
        if not ready.wait(60):
            raise harness.Failure(f"a reader of {queue} was not caught up within 60 s")
        for number in range(PROBES):
            sent[source, str(number)] = time.time()
            post(connection, source, number, queue)
            time.sleep(0.01)
        harness.wait_for(f"every signal on the stream of {queue}", 10, lambda: len(came) >= PROBES)
        latencies = [came[key] - sent[key] for key in sent]
        result[queue] = {"p50_ms": harness.percentile_ms(latencies, 0.5),
                         "p99_ms": harness.percentile_ms(latencies, 0.99)}
    return result


def measure(args, folder, say):
    harness.copy_config(folder)
    (folder / "cameras").mkdir()
    with harness.node(args.binary, folder, folder / "cameras") as (node, url):
        host = urllib.parse.urlsplit(url).netloc
        rates = []
        for connections in (1, 8, 64):
            say(f"{args.signals} signals over {connections} connections")
            rates.append(measure_signals(url, host, args.signals, connections))
        say(f"filling {FULL} with {BACKLOG} entries")
        post_many(host, "backlog", BACKLOG, 64, lambda _: FULL)
        free = measure_streams(url, host, "free")
        before = harness.memory("VmRSS", node)
        say(f"opening {args.stalled} readers that do not read")
        stalled = open_stalled(host, args.stalled)
        # Until all that they can be given is encoded.
        mark = -1.0
        while harness.cpu_seconds(node) - mark > 0.02:
            mark = harness.cpu_seconds(node)
            time.sleep(1)
        beside = measure_streams(url, host, "beside")
        after = harness.memory("VmRSS", node)
        for reader in stalled:
            reader.close()
    return {"rates": rates, "send_to_stream": free, "stalled_readers": args.stalled,
            "send_to_stream_beside_stalled": beside, "rss_mb": round(before, 1),
            "rss_mb_with_stalled": round(after, 1),
            "mb_per_stalled_reader": round((after - before) / args.stalled, 2)}


def table(result):
    text = [*harness.heading(result)]
    text += ["  connections   signals/s   commits/s   entries a commit"]
    text += [f"  {r['connections']:>11}{r['signals_per_second']:>12,}{r['commits_per_second']:>12,}"
             f"{r['entries_per_commit']:>19}" for r in result["rates"]]
    text += ["", "  sending to stream, ms            p50       p99"]
    beside = f"beside {result['stalled_readers']} stalled"
    for name, key in (("alone", "send_to_stream"), (beside, "send_to_stream_beside_stalled")):
        for queue, figure in result[key].items():
            text.append(f"    {name + ', ' + queue:26}{figure['p50_ms']:>8}{figure['p99_ms']:>10}")
    text += ["", f"  memory {result['rss_mb']} MB, with the stalled readers "
                 f"{result['rss_mb_with_stalled']} MB: {result['mb_per_stalled_reader']} MB each"]
    return "\n".join(text)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--signals", type=harness.within(100, 100_000), default=3000, metavar="N",
                        help="in each of the three runs (default: %(default)s)")
    parser.add_argument("--stalled", type=harness.within(1, 900), default=200, metavar="N",
                        help="readers that do not read (default: %(default)s)")
    harness.add_common_options(parser)
    return harness.run("ledger", parser.parse_args(), measure, table)


if __name__ == "__main__":
    sys.exit(main())
