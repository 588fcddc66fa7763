"""What schemathesis must know of the node that it asks, and how it reads what it is answered."""

import itertools
import json
import os

import requests
import schemathesis

NODE = os.environ["WATCHPOST_URL"]
# The media types of a queue, asked for in turn.
ACCEPTS = itertools.cycle(["application/json", "application/x-ndjson", "text/event-stream"])
KEYS = itertools.count()
NOWHERE = "rtsp://127.0.0.1:1/none"
FORMS = {"CameraForm", "CameraChange", "ZoneForm"}
STREAMED = {"readQueue", "readStationQueue"}


def known():
    """The names that there are on the node: the document says only how they are written."""
    signal = {"source": "suite", "id": "1", "kind": "door", "station": "jn-017"}
    raised = requests.post(f"{NODE}/v1/signals", json=signal, timeout=10).json()["alert"]
    incident = requests.get(f"{NODE}/v1/alerts/{raised}", timeout=10).json()["incident"]
    seen = requests.get(f"{NODE}/v1/alerts", timeout=10).json()["items"]
    drill = {"name": "suite", "station": "jn-017", "actor": "suite"}
    drill = requests.post(f"{NODE}/v1/drills", json=drill, timeout=10).json()["drill"]
    cameras = requests.get(f"{NODE}/v1/cameras", timeout=10).json()["items"]
    return {
        "StationID": ["jn-017", "jn-001"],
        "QueueID": ["jn-017", "jn-017-car-1", "370102", "duty-370102"],
        "UnitID": ["jn-017-car-1", "jn-017-car-2", "jn-001-foot-1"],
        "IncidentID": [incident],
        "DrillID": [drill],
        "Cursor": ["1-0"],
        "AlertID": [raised] + [alert["alert"] for alert in seen if "camera" in alert][:1],
        # The file's camera, which is changed there, and two that come and go.
        "CameraID": [camera["id"] for camera in cameras] + ["guest-1", "guest-2"],
        "StreamURL": [camera["url"] for camera in cameras],
        "Outline": [[[0, 0], [1, 0], [1, 1]]],
        "Stroke": [[[0, 0.5], [1, 0.5]]],
        "CredentialsName": ["guest"],
    }


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Narrows what is sent to what the node knows, and closes what it may answer."""
    names = known()
    for path in raw_schema["paths"].values():
        for operation in path.values():
            narrow(operation.get("parameters", []), names)
            # Where nothing listens, since a stream that is tried is read for seconds.
            urls = {"StreamURL": [NOWHERE]} if operation["operationId"] == "probeStream" else {}
            narrow(operation.get("requestBody", {}), {**names, **urls})
            for answer in operation["responses"].values():
                close(answer)
                lines = answer.get("content", {}).get("application/x-ndjson")
                if lines:
                    lines["schema"] = {"type": "array", "items": lines["schema"]}
    for name, schema in raw_schema["components"]["schemas"].items():
        if name in FORMS:
            narrow(schema, names)
        if name == "CameraChange":
            # It must be the path's, which no schema can say.
            del schema["properties"]["id"]
    close(raw_schema["components"])


def narrow(part, names):
    """Puts the names that there are in place of a reference to how they are written."""
    if isinstance(part, list):
        for item in part:
            narrow(item, names)
    elif isinstance(part, dict):
        name = part["$ref"].rpartition("/")[2] if "$ref" in part else None
        if names.get(name):
            del part["$ref"]
            part["enum"] = names[name]
        properties = part.get("properties", {})
        if properties.get("position", {}).get("type") == "array":
            properties["position"] = {"enum": [[117.021, 36.661]]}
        for item in part.values():
            narrow(item, names)


def close(part):
    """Lets an object have no member that is not described."""
    if isinstance(part, list):
        for item in part:
            close(item)
    elif isinstance(part, dict):
        if isinstance(part.get("properties"), dict):
            part.setdefault("additionalProperties", False)
        for item in part.values():
            close(item)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Asks a queue for each of its media types, and for streams that end."""
    if case.meta and case.meta.generation.mode.is_positive:
        # A key that was used before tells nothing new.
        if "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = f"suite-{next(KEYS)}"
        # A camera's zones have names that differ, and hours an end, which no schema can say.
        if isinstance(case.body, dict):
            for number, zone in enumerate(case.body.get("zones", [])):
                zone["name"] = f"zone {number}" if number else zone["name"]
                if "hours" in zone and zone["hours"][:5] == zone["hours"][-5:]:
                    zone["hours"] = "22:00-06:00"
        mend(case)
    # A tag that no camera bears is refused, and tells no more than once.
    if "If-Match" in case.headers and next(KEYS) % 4:
        case.headers["If-Match"] = "*"
    if case.operation.definition.raw.get("operationId") not in STREAMED:
        return
    accept = next(ACCEPTS)
    case.headers["Accept"] = accept
    if accept != "application/json" and case.query.get("follow", True) in (True, "true"):
        case.query["follow"] = "false"


def mend(case):
    """Makes sense of what no schema can say: times that have come, and stretches that have passed."""
    name = case.operation.definition.raw.get("operationId")
    if name in {"locateUnit", "reportUnitPosition"} and case.body.get("at"):
        case.body["at"] = "2026-11-23T08:15:02.120+08:00"
    if name == "startDrill" and case.body.get("alerts"):
        case.body["alerts"] = min(case.body["alerts"], 3)
    if name in {"reportResponse", "reportFalseAlarms"} and "from" in case.query:
        if "until" in case.query:
            del case.query["from"]
        else:
            case.query["from"] = "30d"


@schemathesis.deserializer("text/csv")
def table(context, response):
    return response.text


@schemathesis.deserializer("application/x-ndjson")
def lines(context, response):
    return [json.loads(line) for line in response.content.splitlines() if line]


@schemathesis.deserializer("image/jpeg")
def picture(context, response):
    whole = response.content.startswith(b"\xff\xd8") and response.content.endswith(b"\xff\xd9")
    if not (whole or response.status_code == 206):
        raise ValueError("no JPEG")
    return len(response.content)
