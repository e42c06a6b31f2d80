import FoundationEssentials
import Testing

@testable import Dashboard

@Suite("Ages")
struct AgeTests {
    @Test(
        "an age is as coarse as it is old",
        arguments: [
            (0.0, "<1m"), (59, "<1m"), (60, "1m"), (599, "9m"), (600, "10m"), (899, "10m"), (900, "15m"),
            (3_600, "1h"),
            (172_799, "47h"), (172_800, "2d"), (-5, "<1m"), (1e300, "11574074d"),
        ])
    func text(seconds: Double, expected: String) { #expect(AgeText.text(seconds) == expected) }

    @Test(
        "the next change is when the text changes, and never in the past",
        arguments: [0.0, 12.3, 59.9, 600, 3_601, 9e5])
    func change(seconds: Double) {
        let since = Sample.now.addingTimeInterval(-seconds)
        let next = AgeText.nextChange(since: since, now: Sample.now)
        #expect(next > Sample.now)
        #expect(AgeText.text(since: since, now: next) != AgeText.text(since: since, now: Sample.now))
        #expect(AgeText.nextFreshChange(since: since, now: Sample.now) > Sample.now)
    }

    @Test(
        "what took time is told to the second",
        arguments: [(0.0, "0 s"), (61, "1m 1s"), (120, "2m"), (3_700, "1h 1m")])
    func elapsed(seconds: Double, expected: String) { #expect(ElapsedText.text(seconds) == expected) }
}
