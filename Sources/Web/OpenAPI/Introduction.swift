import HTTPTypes

/// What the document says before it comes to the paths.
enum Introduction {
    static let summary: JSONValue =
        "A city's cameras and alarms in the queues of its police stations"

    static let text = """
        Watchpost watches cameras and puts what moves into the queue of the street police station \
        that answers for the place, and up the ladder of the 1, 3 and 5 minutes where it is not answered \
        in time. It detects motion; it never identifies anyone.

        **Alerts and events.** An alert is something that a station must answer. Whatever happens \
        to it is an event: a CloudEvent, numbered without holes in the queue of each who is to know, and \
        on disk before anyone hears of it. Read a queue as a page, as server-sent events or as lines of \
        JSON; go on from any event's `cursor`, and nothing is missed or comes twice.

        **Times** are RFC 3339 with an offset. **Texts** are UTF-8; lengths are in characters \
        (Unicode code points).

        **Lists** come in pages: give the `next` of a page as the `after` of the next one, until it \
        is `null`. `Link` names the next page too.

        **Requests** are read strictly: a field or parameter that is unknown or stands twice is an \
        error, and a field that is `null` is one that is left out, but in a camera, where it is an \
        error as an empty key is in a camera file. Bodies are JSON and say so. \
        **Answers** may gain members with time; pass over what you do not know. `HEAD` is answered \
        wherever `GET` is, with the same headers, and `OPTIONS` with the methods of the path. \
        Nothing is to be kept by caches (`Cache-Control: no-store`).

        **Repeats.** An `Idempotency-Key` makes a POST that is sent again do nothing more. A signal \
        needs none, since its source and id name it. Keys of signals, of actions and of cameras \
        that were added are remembered on disk, others until the node is started again.

        **Errors** are problem documents (RFC 9457, `application/problem+json`). `detail` says what \
        is wrong, `field` where, `fix` what to do; the status tells the kind:

        | status | when | also has |
        |---|---|---|
        \(table)
        """

    private static var table: String {
        ProblemKind.allCases.map { kind in
            "| \(kind.status.code) \(kind.status.reasonPhrase) | \(kind.text) | "
                + "\(kind.ownMembers.map { "`\($0.name)`" }.joined(separator: ", ")) |"
        }
        .joined(separator: "\n")
    }

    static func text(of tag: Operation.Tag) -> String {
        switch tag {
        case .queues:
            "What happened, in order: a queue for each station, unit, district, duty officer and "
                + "police office, and one for the city; and the terminals that show them."
        case .alerts: "What is to be answered, and answering it."
        case .incidents: "Alerts that are one matter, answered together."
        case .units: "Patrols: where they are, what they do, and where they are sent."
        case .signals: "Alarms from outside."
        case .drills: "Exercises."
        case .cameras: "Where pictures come from."
        case .stations: "Who answers for which place."
        case .reports: "What the command centre is judged by."
        case .node: "For supervisors and monitoring."
        }
    }
}
