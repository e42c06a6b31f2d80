/// Decides what a reflector does next. It lists from the cache, watches from there on, lists again when its
/// version has expired, and otherwise resumes the watch where it broke.
struct ReflectorPlan: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        /// nil asks for the newest state, in pages.
        case list(resourceVersion: String?)
        case watch(resourceVersion: String)
    }

    /// Whether the next step follows at once or after a pause.
    enum Pace: Sendable, Hashable { case now, later }

    private(set) var step = Step.list(resourceVersion: "0")
    /// The newest version seen; "" before the first list.
    private(set) var resourceVersion = ""
    /// Whether the next trouble may be answered at once: something has happened since the last one that was.
    private var mayHurry = false
    /// How often that may still be so before a watch has lasted, so that it can't become a storm.
    private var credit = Self.fullCredit

    private static let fullCredit = 3
    /// A watch that lasted so long was in order.
    private static let lasting: Duration = .seconds(5)

    mutating func listed(resourceVersion: String) {
        self.resourceVersion = resourceVersion
        mayHurry = false
        step = .watch(resourceVersion: resourceVersion)
    }

    /// The watch has delivered everything up to this version.
    mutating func advanced(to resourceVersion: String) {
        guard !resourceVersion.isEmpty else { return }
        self.resourceVersion = resourceVersion
        mayHurry = true
        step = .watch(resourceVersion: resourceVersion)
    }

    /// Whether a bookmark's version lies before what was seen: then the server's history isn't ours any more.
    func isRewound(by bookmark: String) -> Bool {
        guard let theirs = UInt64(bookmark), let ours = UInt64(resourceVersion) else { return false }
        return theirs < ours
    }

    /// The history isn't ours: everything has to be read again from the newest state.
    mutating func rewound() -> Pace {
        step = .list(resourceVersion: nil)
        return .now
    }

    /// The server ended the watch as agreed; one that ended at once and told nothing is suspicious.
    mutating func watchEnded(after duration: Duration) -> Pace { pace(after: duration) }

    /// A watch couldn't be opened, broke, or ended with an ERROR event.
    mutating func watchFailed(_ error: KubernetesError, after duration: Duration) -> Pace {
        switch error {
        case .gone:
            step = .list(resourceVersion: resourceVersion)
            return pace(after: duration)
        case .undecodable, .invalid, .invalidRequest, .notFound:
            mayHurry = false
            step = .list(resourceVersion: resourceVersion)
            return .later
        case .timeout where duration >= Self.lasting:
            // A watch that was open and fell silent has died alone, or the next attempt tells more.
            mayHurry = true
            return .now
        default:
            // That the version is too old after an outage is to be expected, and no reason to wait again.
            mayHurry = true
            credit = max(credit, 1)
            return .later
        }
    }

    private mutating func pace(after duration: Duration) -> Pace {
        defer { mayHurry = false }
        if duration >= Self.lasting {
            credit = Self.fullCredit
            return .now
        }
        guard mayHurry, credit > 0 else { return .later }
        credit -= 1
        return .now
    }

    /// A list failed; one from a version that the server doesn't have (any more, or yet) asks for the newest.
    mutating func listFailed(_ error: KubernetesError) -> Pace {
        guard case .list(let version?) = step, version != "0" else { return .later }
        let tooLarge =
            error.status?.details?.causes?.contains { $0.reason == "ResourceVersionTooLarge" } ?? false
        if error.isGone || tooLarge || error.status?.code == 400 {
            step = .list(resourceVersion: nil)
            return .now
        }
        return .later
    }
}
