/// Puts pictures of H.264 and H.265 together.
///
/// - Source: RFC 6184 5.6 to 5.8, RFC 7798 4.4.
package struct UnitAssembler: PictureAssembler {
    private let codec: UnitCodec
    private var ready: [AssembledPicture] = []

    // The picture that is being put together.
    private var bytes: [UInt8] = []
    private var timestamp: UInt32 = 0
    private var hasSlices = false
    private var isKey = false
    private var isIntra = false
    private var isDamaged = false
    private var sets: [[UInt8]] = []

    /// Whether fragments of a unit are coming in, of which the last is still to come.
    private var isInFragments = false
    /// The newest parameter sets, which go before keyframes that come without.
    private var knownSets: [[UInt8]] = []
    private var hasNewSets = false
    /// Whether a marker really ends a picture.
    private var marksPictures = true
    private var lastEnd: (timestamp: UInt32, byMarker: Bool)?

    /// So many parameter sets of one picture are kept for others.
    private static let setsKept = 64

    package init(_ codec: UnitCodec) { self.codec = codec }

    package mutating func next() -> AssembledPicture? {
        ready.isEmpty ? nil : ready.removeFirst()
    }

    package mutating func take(_ packet: RTPPacket, _ payload: Span<UInt8>, isAfterLoss: Bool) {
        if isAfterLoss {
            endFragments()
            isDamaged = true
        }
        if packet.timestamp != timestamp {
            endFragments()
            if hasSlices { finish(byMarker: false) }
            timestamp = packet.timestamp
            if isAfterLoss { isDamaged = true }
        }
        take(payload)
        guard packet.hasMarker, hasSlices, !isInFragments, marksPictures else { return }
        finish(byMarker: true)
    }

    /// What has come of a unit is decoded up to where its next fragment is missing.
    private mutating func endFragments() {
        guard isInFragments else { return }
        isInFragments = false
        isDamaged = true
    }

    private mutating func take(_ whole: Span<UInt8>) {
        let payload = whole.extracting(Self.start(of: whole)...)
        guard payload.count > codec.headerSize else { return }
        if bytes.count >= largestPicture { giveUp() }
        let kind = codec.kind(payload[0])
        switch codec {
        case .h264:
            switch kind {
            case 1...23: take(unit: payload)
            case 24: takeAll(payload.extracting(1...), sizesAfter: 0)
            case 28: takeFragment(payload, header: 1, skipping: 2)
            default: isDamaged = true
            }
        case .h265(let isOrdered):
            let order = isOrdered ? 2 : 0
            switch kind {
            case 48: takeAll(payload.extracting(2...), sizesAfter: order)
            case 49: takeFragment(payload, header: 2, skipping: 3 + order)
            case 50...: isDamaged = true
            default:
                if isOrdered { takeOrdered(payload) } else { take(unit: payload) }
            }
        }
    }

    /// Hands out what has come of a picture that grows beyond all bounds; its rest is damaged too.
    private mutating func giveUp() {
        isInFragments = false
        isDamaged = true
        if hasSlices { finish(byMarker: false) }
        (bytes, sets, isDamaged) = ([], [], true)
    }

    /// A unit of its own whose order stands behind its header.
    private mutating func takeOrdered(_ payload: Span<UInt8>) {
        guard payload.count > 4 else { return }
        var unit: [UInt8] = [payload[0], payload[1]]
        unit.append(payload.extracting(4...))
        take(unit: unit.span)
    }

    /// Several units in one payload, each after its size.
    private mutating func takeAll(_ units: Span<UInt8>, sizesAfter order: Int) {
        var index = order
        while index + 2 <= units.count {
            let size = Int(units[index]) << 8 | Int(units[index + 1])
            index += 2
            guard size > 0, index + size <= units.count else {
                isDamaged = true
                return
            }
            take(unit: units.extracting(index..<index + size))
            index += size + (order > 0 ? 1 : 0)
        }
    }

    private mutating func takeFragment(_ payload: Span<UInt8>, header: Int, skipping: Int) {
        guard payload.count > skipping else { return }
        let flags = payload[header]
        let isFirst = flags & 0x80 != 0
        let isLast = flags & 0x40 != 0
        if isFirst {
            endFragments()
            var unit: [UInt8] =
                header == 1
                ? [payload[0] & 0xE0 | flags & 0x1F]
                : [payload[0] & 0x81 | (flags & 0x3F) << 1, payload[1]]
            // The slice's header tells what it is; all of it but the rest's bytes is here.
            unit.append(payload.extracting(skipping..<min(payload.count, skipping + 8)))
            begin(unit.span)
            isInFragments = true
            bytes += [0, 0, 0, 1]
            bytes.append(unit.span.extracting(0..<header))
        }
        guard isInFragments else {
            isDamaged = true
            return
        }
        bytes.append(payload.extracting(skipping...))
        if isLast { isInFragments = false }
    }

    private mutating func take(unit: Span<UInt8>) {
        guard unit.count > codec.headerSize else { return }
        endFragments()
        begin(unit)
        bytes += [0, 0, 0, 1]
        bytes.append(unit)
        if codec.role(unit) == .parameterSet, sets.count < Self.setsKept {
            var set: [UInt8] = []
            set.append(unit)
            sets.append(set)
        }
    }

    /// Notes what a unit makes of the picture, which it may be the first of.
    private mutating func begin(_ unit: Span<UInt8>) {
        switch codec.role(unit) {
        case .slice(let isFirst, let isKeySlice):
            if isFirst, hasSlices { finish(byMarker: false) }
            if !isFirst, !hasSlices, let last = lastEnd, last.timestamp == timestamp {
                // The marker was not this picture's end but a slice's.
                if last.byMarker, !isDamaged { marksPictures = false }
                isDamaged = true
            }
            hasSlices = true
            isKey = isKey || isKeySlice
            isIntra = isIntra || codec.isIntra(unit)
        case .parameterSet, .delimiter:
            if hasSlices { finish(byMarker: false) }
        case .other: break
        }
    }

    private mutating func finish(byMarker: Bool) {
        learn()
        let isKeyframe = isKey || (isIntra && !sets.isEmpty)
        if isKeyframe, sets.isEmpty, !knownSets.isEmpty {
            bytes.insert(contentsOf: knownSets.flatMap { [0, 0, 0, 1] + $0 }, at: 0)
        }
        let isNews = isKeyframe && hasNewSets
        ready.append(
            AssembledPicture(
                bytes: bytes,
                timestamp: timestamp,
                isKeyframe: isKeyframe,
                isDamaged: isDamaged,
                news: isNews ? .parameterSets : nil
            )
        )
        if isNews { hasNewSets = false }
        lastEnd = (timestamp, byMarker)
        bytes.removeAll(keepingCapacity: bytes.capacity < 1 << 20)
        sets = []
        (hasSlices, isKey, isIntra, isDamaged) = (false, false, false, false)
    }

    /// Keeps the newest parameter sets of each kind.
    private mutating func learn() {
        guard !sets.isEmpty, !isDamaged else { return }
        let kinds = Set(sets.map { codec.kind($0[0]) })
        let known = knownSets.filter { !kinds.contains(codec.kind($0[0])) } + sets
        if known != knownSets, Set(known) != Set(knownSets) {
            knownSets = known
            hasNewSets = true
        }
    }

    /// Where the unit begins: some cameras put an Annex B start code before it.
    private static func start(of payload: Span<UInt8>) -> Int {
        var zeros = 0
        while zeros < min(payload.count, 3), payload[zeros] == 0 { zeros += 1 }
        return zeros >= 2 && payload.count > zeros && payload[zeros] == 1 ? zeros + 1 : 0
    }
}
