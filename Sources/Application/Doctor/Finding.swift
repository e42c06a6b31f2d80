/// One thing that was looked at.
struct Finding: Codable, Sendable, Hashable {
    enum Result: String, Codable, Sendable { case ok, warning, failed }

    var name: String
    var result: Result
    /// What was found.
    var detail: String
    /// What to do about it; nil where there's nothing to do.
    var mend: String?

    static func ok(_ name: String, _ detail: String) -> Finding {
        Finding(name: name, result: .ok, detail: detail)
    }

    static func warning(_ name: String, _ detail: String, mend: String) -> Finding {
        Finding(name: name, result: .warning, detail: detail, mend: mend)
    }

    static func failed(_ name: String, _ detail: String, mend: String? = nil) -> Finding {
        Finding(name: name, result: .failed, detail: detail, mend: mend)
    }
}
