import CFFmpeg
import Domain

/// Tries a stream: opens it, reads for a bounded time, and tells what it is.
///
/// Nothing is decoded.
package struct StreamProbe {
    private let address: StreamAddress
    private let limits: StreamLimits
    private let seconds: Double
    private let keyframes: Int

    /// So many are needed for the rate, also where each is a keyframe.
    private static let leastPictures = 20

    /// - Parameters:
    ///   - seconds: how long it reads at most, once the first keyframe has come.
    ///   - keyframes: after how many it has seen enough.
    package init(
        _ address: StreamAddress,
        limits: StreamLimits = StreamLimits(),
        seconds: Double = 10,
        keyframes: Int = 3
    ) {
        self.address = address
        self.limits = limits
        self.seconds = seconds
        self.keyframes = keyframes
    }

    /// Blocks until enough has been seen; what went wrong is in the report.
    package func run(interrupt: Interrupt = Interrupt()) -> StreamReport {
        var report = StreamReport(transport: address.wayOfTransport)
        var limits = limits
        limits.silence = min(limits.silence, seconds)
        do {
            let reader = try PacketReader(opening: address, limits: limits, interrupt: interrupt)
            var sight = Sight()
            do { try read(reader, &sight) } catch { report.error = error }
            fill(&report, from: reader, sight)
        } catch {
            report.error = error
        }
        return report
    }

    private func read(_ reader: PacketReader, _ sight: inout Sight) throws(MediaError) {
        let end = Watch.now + Int64(seconds * 1e6)
        while sight.keyframes < keyframes || sight.pictures < Self.leastPictures,
            Watch.now < end, let packet = try reader.next()
        {
            sight.take(packet, at: Double(Watch.now) / 1e6)
        }
    }

    private func fill(_ report: inout StreamReport, from reader: PacketReader, _ sight: Sight) {
        let info = reader.info
        report.codec = info.codec
        report.width = info.width > 0 ? info.width : nil
        report.height = info.height > 0 ? info.height : nil
        report.transport = info.transport
        report.authentication = info.authentication
        report.counts = reader.counts
        report.pictures = sight.pictures
        report.reordersPictures = sight.reorders
        report.seconds = sight.span(isLive: info.isLive)
        if report.seconds > 0 {
            report.rate = Double(sight.pictures - 1) / report.seconds
            report.bitsPerSecond = Double(sight.bytes) * 8 / report.seconds
        }
        report.keyframeInterval = sight.keyframeInterval(rate: report.rate)
        if report.error == nil, sight.keyframes < 2 {
            report.notices.append(.keyframesAreRare(seconds: report.seconds))
        }
        if sight.still > 0 { report.notices.append(.timestampsStandStill(pictures: sight.still)) }
        if sight.jumps > 0 { report.notices.append(.timestampsJump(times: sight.jumps)) }
        let counts = report.counts
        if counts.lost > 0 { report.notices.append(.packetsAreLost(counts.lost)) }
        if counts.junk > 0 { report.notices.append(.bytesMakeNoSense(counts.junk)) }
        if info.setsComeInBand { report.notices.append(.parameterSetsComeInBand) }
    }

    /// What has been seen of the packets so far.
    private struct Sight {
        var pictures = 0
        var keyframes = 0
        /// Of all pictures but the last, so that they fill the span.
        var bytes = 0
        var still = 0
        var jumps = 0
        var reorders = false
        private var lastBytes = 0
        private var firstKeyframe = 0
        private var lastKeyframe = 0
        private var stamps: (first: Double, last: Double)?
        private var arrivals: (first: Double, last: Double)?

        mutating func take(_ packet: Packet, at now: Double) {
            bytes += lastBytes
            lastBytes = packet.byteCount
            if packet.isKeyframe {
                if keyframes == 0 { firstKeyframe = pictures }
                lastKeyframe = pictures
                keyframes += 1
            }
            pictures += 1
            arrivals = (arrivals?.first ?? now, now)
            guard let stamp = packet.presented else { return }
            if let last = stamps?.last {
                if stamp == last { still += 1 }
                if stamp < last { reorders = true }
            }
            if packet.jump != nil { jumps += 1 }
            stamps = (stamps?.first ?? stamp, max(stamps?.last ?? stamp, stamp))
        }

        func span(isLive: Bool) -> Double {
            let stamped = stamps.map { $0.last - $0.first } ?? 0
            let came = isLive ? arrivals.map { $0.last - $0.first } ?? 0 : 0
            // Timestamps are steadier than arrival, where they run at all.
            return stamped > came / 4 ? stamped : came
        }

        func keyframeInterval(rate: Double?) -> StreamReport.KeyframeInterval? {
            guard keyframes > 1, let rate, rate > 0 else { return nil }
            let pictures = Double(lastKeyframe - firstKeyframe) / Double(keyframes - 1)
            return .init(seconds: pictures / rate, pictures: Int(pictures.rounded()))
        }
    }
}
