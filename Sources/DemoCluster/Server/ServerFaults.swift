import Foundation
package import Kubernetes
import Synchronization

/// Faults of the server, put on by tests and by `POST <prefix>/demo/faults`: the next requests that match
/// stall, are cut off or are answered with an error.
package final class ServerFaults: Sendable {
    package enum Effect: Sendable, Hashable {
        /// The answer comes this much later.
        case stall(Duration)
        /// The connection ends in the middle of the answer.
        case drop
        /// The answer is this status code: 410, 429, 500, 503, …
        case status(Int)
    }

    package struct Fault: Sendable, Hashable {
        package var effect: Effect
        /// How many requests it still meets.
        package var remaining: Int
        /// Only requests of this method; nil for any.
        package var method: String?
        /// Only requests whose path and query contain this text; nil for any.
        package var containing: String?

        package init(_ effect: Effect, times: Int = 1, method: String? = nil, containing: String? = nil) {
            self.effect = effect
            self.remaining = times
            self.method = method
            self.containing = containing
        }
    }

    private let faults = Mutex<[Fault]>([])

    package init() {}

    package func add(_ fault: Fault) { faults.withLock { $0.append(fault) } }

    package func clear() { faults.withLock { $0 = [] } }

    /// The faults that have still to happen.
    package var pending: [Fault] { faults.withLock { $0 } }

    /// Takes one turn of the first fault that meets the request.
    func next(method: String, target: String) -> Effect? {
        faults.withLock { faults in
            guard
                let index = faults.firstIndex(where: { fault in
                    (fault.method == nil || fault.method == method)
                        && (fault.containing.map { target.contains($0) } ?? true)
                })
            else { return nil }
            let effect = faults[index].effect
            faults[index].remaining -= 1
            if faults[index].remaining <= 0 { faults.remove(at: index) }
            return effect
        }
    }

    /// Adds the fault that a document describes: `effect` (`stall`, `drop`, `status`), `seconds`, `code`,
    /// `times`, `method`, `containing`; `effect: "clear"` ends them all.
    package func add(_ document: JSONValue) throws(APIFailure) {
        let effect: Effect
        switch document["effect"]?.string {
        case "clear": return clear()
        case "drop": effect = .drop
        case "stall": effect = .stall(.seconds(document["seconds"]?.integer ?? 10))
        case "status": effect = .status(document["code"]?.integer ?? 500)
        default: throw .badRequest("effect must be stall, drop, status or clear")
        }
        add(
            Fault(
                effect, times: document["times"]?.integer ?? 1, method: document["method"]?.string,
                containing: document["containing"]?.string))
    }
}
