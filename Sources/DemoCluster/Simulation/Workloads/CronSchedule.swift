import Foundation

/// A five-field cron schedule in UTC, or one of the `@hourly` kind.
struct CronSchedule: Sendable, Equatable {
    private let minutes: Set<Int>
    private let hours: Set<Int>
    private let days: Set<Int>
    private let months: Set<Int>
    private let weekdays: Set<Int>
    private let anyDay: Bool
    private let anyWeekday: Bool

    /// Nil when `text` is no such schedule.
    init?(_ text: String) {
        let named = [
            "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
            "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
        ]
        let fields = (named[text] ?? text).split(separator: " ").map { $0.lowercased() }
        let monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        let dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        guard fields.count == 5,
            let minutes = Self.values(fields[0], 0...59), let hours = Self.values(fields[1], 0...23),
            let days = Self.values(fields[2], 1...31),
            let months = Self.values(fields[3], 1...12, names: monthNames, firstName: 1),
            let weekdays = Self.values(fields[4], 0...7, names: dayNames)
        else { return nil }
        self.minutes = minutes
        self.hours = hours
        self.days = days
        self.months = months
        self.weekdays = Set(weekdays.map { $0 % 7 })
        anyDay = fields[2].hasPrefix("*")
        anyWeekday = fields[4].hasPrefix("*")
    }

    /// The first time after `date`, within the next four years.
    func next(after date: Date) -> Date? {
        var second = (Int(date.timeIntervalSince1970.rounded(.down)) / 60 + 1) * 60
        let limit = second + 4 * 366 * 86_400
        while second < limit {
            let time = Timestamp.civil(second)
            let weekday = weekdays.contains(Timestamp.weekday(second))
            let day = days.contains(time.day)
            let dayMatches = anyDay || anyWeekday ? day && weekday : day || weekday
            if !months.contains(time.month) || !dayMatches {
                second = (second / 86_400 + 1) * 86_400
            } else if !hours.contains(time.hour) {
                second = (second / 3600 + 1) * 3600
            } else if !minutes.contains(time.minute) {
                second += 60
            } else {
                return Date(timeIntervalSince1970: Double(second))
            }
        }
        return nil
    }

    private static func values(
        _ field: String, _ range: ClosedRange<Int>, names: [String] = [], firstName: Int = 0
    ) -> Set<Int>? {
        func number(_ text: some StringProtocol) -> Int? {
            if let index = names.firstIndex(of: String(text)) { return index + firstName }
            return Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
        var values: Set<Int> = []
        for part in field.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let span = pieces.first, let step = pieces.count == 2 ? Int(pieces[1]) : 1, step > 0
            else { return nil }
            var bounds = range
            if span != "*" && span != "?" {
                let ends = span.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
                guard let low = ends.first.flatMap({ number($0) }) else { return nil }
                var high = pieces.count == 2 ? range.upperBound : low
                if ends.count == 2 {
                    guard let end = number(ends[1]), end >= low else { return nil }
                    high = end
                }
                bounds = low...high
            }
            values.formUnion(stride(from: bounds.lowerBound, through: bounds.upperBound, by: step))
        }
        return values
    }
}
