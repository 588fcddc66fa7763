import Delivery
import Foundation

/// What the process takes of the machine, under the names that Prometheus's own clients use.
///
/// - Source: proc(5); https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
struct ProcessFigures {
    private let root = "/proc/self"

    func add(to page: inout MetricsPage) {
        addTimesAndMemory(to: &page)
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "\(root)/fd").count {
            page.add("process_open_fds", .gauge, help: "Open files and connections.", open)
        }
        if let limit = openFilesLimit {
            page.add(
                "process_max_fds", .gauge, help: "The most files and connections.", limit
            )
        }
    }

    /// Processor time that the process has taken, in steps of a hundredth.
    ///
    /// - Units: seconds.
    static var processorSeconds: Double {
        guard let fields = stat else { return 0 }
        return (fields[11] + fields[12]) / ticks
    }

    private static let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))

    /// What follows the process's name, which may hold spaces, from the state on: field 3.
    private static var stat: [Double]? {
        guard let text = text("/proc/self/stat"), let end = text.lastIndex(of: ")") else {
            return nil
        }
        let fields = text[end...].split(separator: " ").dropFirst().map { Double($0) ?? 0 }
        return fields.count > 21 ? fields : nil
    }

    private func addTimesAndMemory(to page: inout MetricsPage) {
        guard let fields = Self.stat else { return }
        let ticks = Self.ticks
        page.add(
            "process_cpu_seconds_total",
            .counter,
            help: "Processor time in user and system mode, in seconds.",
            [([], Self.processorSeconds)]
        )
        page.add(
            "process_virtual_memory_bytes", .gauge, help: "Virtual memory.", [([], fields[20])]
        )
        page.add(
            "process_resident_memory_bytes",
            .gauge,
            help: "Memory in use.",
            [([], fields[21] * Double(sysconf(Int32(_SC_PAGESIZE))))]
        )
        if let boot = Self.bootTime {
            page.add(
                "process_start_time_seconds",
                .gauge,
                help: "When the process began, in seconds since 1970.",
                [([], boot + fields[19] / ticks)]
            )
        }
    }

    private var openFilesLimit: Int? {
        Self.text("\(root)/limits")?.split(separator: "\n")
            .first { $0.hasPrefix("Max open files") }?
            .split(separator: " ").dropFirst(3).first.flatMap { Int($0) }
    }

    private static var bootTime: Double? {
        text("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
            .flatMap { Double($0.dropFirst(6)) }
    }

    private static func text(_ path: String) -> String? {
        try? String(contentsOfFile: path, encoding: .utf8)
    }
}
