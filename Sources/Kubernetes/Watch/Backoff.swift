/// Delays between attempts: from 0.8 s, doubled up to 15 s, each stretched by up to as much again but never
/// beyond 15 s; back to the start after two minutes without trouble. The longest pause and the time that a
/// dead connection needs to be seen as one stay together below 35 s.
struct Backoff: Sendable, Hashable {
    static let initial: Duration = .milliseconds(800)
    static let longest: Duration = .seconds(15)
    static let resetAfter: Duration = .seconds(120)

    private var base = Self.initial
    private var last: Duration?

    /// The delay before the next attempt; `now` is any steady time, `jitter` lies in 0..<1.
    mutating func next(now: Duration, jitter: Double) -> Duration {
        if let last, now - last > Self.resetAfter { base = Self.initial }
        let delay = min(base * (1 + jitter), Self.longest)
        base = min(base * 2, Self.longest)
        last = now + delay
        return delay
    }
}
