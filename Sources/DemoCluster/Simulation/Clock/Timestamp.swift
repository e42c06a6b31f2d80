import Foundation

/// Times as Kubernetes writes them: RFC 3339 in UTC, to the second or to the microsecond.
enum Timestamp {
    static func string(_ date: Date) -> String {
        fields(Int(date.timeIntervalSince1970.rounded(.down))) + "Z"
    }

    static func microseconds(_ date: Date) -> String {
        let total = Int((date.timeIntervalSince1970 * 1_000_000).rounded(.down))
        return fields(total / 1_000_000) + "." + padded(total % 1_000_000, 6) + "Z"
    }

    static func nanoseconds(_ date: Date) -> String {
        let text = microseconds(date)
        return text.dropLast() + "000Z"
    }

    /// The moment that `text` names, or nil when it isn't such a time. Offsets other than Z aren't taken.
    static func parse(_ text: String?) -> Date? {
        guard let bytes = text.map({ Array($0.utf8) }), bytes.count >= 20, bytes.last == UInt8(ascii: "Z")
        else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard byte >= 48, byte <= 57 else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
        else { return nil }
        var fraction = 0.0
        if bytes[19] == UInt8(ascii: "."), let digits = number(20..<(bytes.count - 1)) {
            fraction = Double(digits)
            for _ in 20..<(bytes.count - 1) { fraction /= 10 }
        }
        let days = daysSinceEpoch(year, month, day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
        return Date(timeIntervalSince1970: Double(seconds) + fraction)
    }

    /// Year, month, day, hour, minute and second in UTC.
    static func civil(_ seconds: Int) -> (
        year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int
    ) {
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let rest = seconds - days * 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        return (year, month, day, rest / 3600, rest / 60 % 60, rest % 60)
    }

    /// 0 is Sunday.
    static func weekday(_ seconds: Int) -> Int {
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        return ((days + 4) % 7 + 7) % 7
    }

    private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func fields(_ seconds: Int) -> String {
        let time = civil(seconds)
        return "\(padded(time.year, 4))-\(padded(time.month, 2))-\(padded(time.day, 2))T"
            + "\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))"
    }

    static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
