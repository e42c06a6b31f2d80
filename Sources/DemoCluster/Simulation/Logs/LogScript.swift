import Foundation

/// What a container of a known kind writes: lines as it starts, then one every so often. The same lines
/// for the same container run, whenever they are asked for.
struct LogScript: Sendable {
    let role: ImageProfile.Role
    let container: String
    /// What makes the run's lines its own.
    let seed: String
    let start: Date
    /// How long the start takes.
    let startup: Double
    /// Whether it's a container that ends; it writes nothing after its start lines.
    let ends: Bool
    /// What it writes last, when it dies.
    var lastWords: [String] = []

    /// Seconds between the lines of a container that runs, on average.
    private static let interval = 12.0

    /// The lines written from the start until `end`, at most `limit` of them, oldest first.
    func lines(until end: Date, limit: Int = 1000) -> [PodLogLine] {
        var lines = opening.enumerated().map { index, text in
            PodLogLine(
                time: start.addingTimeInterval(startup * Double(index + 1) / Double(opening.count + 1)),
                text: text)
        }.filter { $0.time <= end }
        if !ends {
            let last = Int((end.timeIntervalSince(start) - startup) / Self.interval)
            if last > 0 { for index in max(0, last - limit)...last { lines.append(steady(index)) } }
            lines = lines.filter { $0.time <= end }.suffix(limit)
        }
        return lines
    }

    /// The first line after `date`; nil when there will be none.
    func next(after date: Date) -> PodLogLine? {
        for (index, text) in opening.enumerated() {
            let time = start.addingTimeInterval(startup * Double(index + 1) / Double(opening.count + 1))
            if time > date { return PodLogLine(time: time, text: text) }
        }
        guard !ends else { return nil }
        var index = max(0, Int((date.timeIntervalSince(start) - startup) / Self.interval) - 1)
        while steady(index).time <= date { index += 1 }
        return steady(index)
    }

    private func steady(_ index: Int) -> PodLogLine {
        let hash = StableHash.of(seed, String(index))
        let offset = startup + (Double(index) + Double(hash % 1000) / 1000) * Self.interval
        let time = start.addingTimeInterval(offset)
        return PodLogLine(time: time, text: LogTexts.steady(role, container, hash, at: time))
    }

    private var opening: [String] { LogTexts.opening(role, container, at: start, ends: ends) + lastWords }
}
