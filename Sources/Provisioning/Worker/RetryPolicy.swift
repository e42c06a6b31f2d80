/// When to try again: 2ⁿ seconds, at most `longest`, with full jitter, so that many don't come back at once.
package struct RetryPolicy: Sendable {
    package var longest: Double
    package var attempts: Int
    private let random: @Sendable (ClosedRange<Double>) -> Double

    package init(
        longest: Double = 300, attempts: Int = 8,
        random: @escaping @Sendable (ClosedRange<Double>) -> Double = { Double.random(in: $0) }
    ) {
        self.longest = longest
        self.attempts = attempts
        self.random = random
    }

    /// Seconds until the next try after `attempt` tries; nil when there have been enough.
    package func delay(after attempt: Int) -> Double? {
        guard attempt < attempts else { return nil }
        let ceiling = min(longest, Double(1 << min(max(attempt, 0), 20)))
        return random(0...ceiling)
    }
}
