import ArgumentParser
import CameraSimulator
import Foundation

/// What goes wrong with simulated cameras.
struct CameraFaultOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "What goes wrong, see above; several are dealt to the cameras in turn.",
            valueName: "name"
        )
    )
    var fault: [Fault] = []
    @Option(parsing: .unconditional, help: "Only the first so many cameras are faulty.")
    var faulty: Int?
    @Option(parsing: .unconditional, help: "Seconds of health and fault together.")
    var faultEvery = 30.0
    @Option(parsing: .unconditional, help: "Seconds of the fault, at their end.")
    var faultFor = 10.0

    func validate() throws {
        if let faulty, !(0...2000).contains(faulty) {
            throw ValidationError("--faulty must be 0 to 2000, not \(faulty)")
        }
        if fault.isEmpty, faulty != nil {
            throw ValidationError("--faulty needs --fault, which says what goes wrong")
        }
        if !(1...3600).contains(faultEvery) {
            throw ValidationError("--fault-every must be 1 to 3600 seconds, not \(faultEvery)")
        }
        if !(faultFor > 0 && faultFor <= faultEvery) {
            throw ValidationError(
                "--fault-for must be above 0 and at most --fault-every, not \(faultFor)"
            )
        }
    }

    func plan(seed: UInt64) -> FaultPlan {
        FaultPlan(
            fault,
            cameras: faulty ?? .max,
            every: faultEvery,
            lasting: faultFor,
            seed: seed
        )
    }

    /// Each fault with what happens while it acts, a line each.
    static let effects = Fault.allCases.map { fault in
        let name = fault.rawValue.padding(toLength: 15, withPad: " ", startingAt: 0)
        return "  \(name)  \(fault.effect)"
    }.joined(separator: "\n")
}

extension Fault: ExpressibleByArgument {}
