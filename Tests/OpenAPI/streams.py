"""Holds streams that go on to the document: `streams.py NODE` raises alarms and reads them."""

import json
import sys

import jsonschema
import requests

QUEUE = "jn-009"


class Streams:
    def __init__(self, node):
        self.node = node
        document = requests.get(f"{node}/openapi.json", timeout=10).json()
        self.rules = {
            name: jsonschema.Draft202012Validator(
                {**document, "$ref": f"#/components/schemas/{name}"},
                format_checker=jsonschema.FormatChecker(),
            )
            for name in ["EventLine", "EventStreamMessage", "Event", "Control"]
        }
        self.raised = 0

    def signal(self):
        self.raised += 1
        # Of priority 4, whose alerts no stage follows.
        body = {"source": "streams", "id": str(self.raised), "kind": "door", "station": QUEUE,
                "priority": 4}
        answer = requests.post(f"{self.node}/v1/signals", json=body, timeout=10)
        assert answer.status_code == 201, answer.text
        return answer.json()["alert"]

    def read(self, media_type, headers=None, **query):
        answer = requests.get(
            f"{self.node}/v1/queues/{QUEUE}/alerts",
            params=query,
            headers={"Accept": media_type, **(headers or {})},
            stream=True,
            timeout=30,
        )
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"].split(";")[0] == media_type
        return answer.iter_lines(chunk_size=1)

    def messages(self, lines):
        """Server-sent events, each held to the document and taken apart."""
        message = {}
        for line in lines:
            name, _, value = line.decode().partition(": ")
            if name:
                message[name] = value
            elif "data" in message:
                self.rules["EventStreamMessage"].validate(message)
                data = json.loads(message["data"])
                self.rules["EventLine"].validate(data)
                assert message["id"] == data["cursor"]
                assert message["event"] == data.get("control", data.get("type", "").split(".")[-2:][0])
                yield data
                message = {}

    def objects(self, lines):
        for line in filter(None, lines):
            data = json.loads(line)
            self.rules["EventLine"].validate(data)
            yield data

    def expect(self, stream, first, after):
        """One alert of the backlog, the word that parts it from what comes, and one that comes."""
        event = next(stream)
        self.rules["Event"].validate(event)
        assert event["data"]["alert"] == first, event
        word = next(stream)
        self.rules["Control"].validate(word)
        assert word == {"control": "caught-up", "cursor": event["cursor"]}, word
        later = self.signal()
        event = next(stream)
        self.rules["Event"].validate(event)
        assert event["data"]["alert"] == later, event
        assert int(event["sequence"]) == int(after) + 2, event
        return later


def main():
    streams = Streams(sys.argv[1])
    start = requests.get(f"{streams.node}/v1/queues/{QUEUE}", timeout=10).json()["head"]
    epoch, number = start.split("-")
    first = streams.signal()
    lines = streams.read("text/event-stream", {"Last-Event-ID": start})
    second = streams.expect(streams.messages(lines), first, number)
    lines = streams.read("application/x-ndjson", follow="true", after=f"{epoch}-{int(number) + 1}")
    streams.expect(streams.objects(lines), second, int(number) + 1)
    print("streams: 2 media types, 4 events, 2 control words")


main()
