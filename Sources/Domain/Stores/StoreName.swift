/// A store's name, which is also its Helm release's: 2 to 50 of a-z, 0-9 and `-`, no `-` at either end.
package struct StoreName: Hashable, Sendable, Comparable, CustomStringConvertible {
    package static let lengths = 2...50

    package let description: String

    /// - Throws: what is wrong with `text`, worded for the person who typed it.
    package init(_ text: String) throws(Problem) {
        if let problem = Self.problem(in: text) { throw problem }
        description = text
    }

    package static func < (left: StoreName, right: StoreName) -> Bool {
        left.description < right.description
    }

    /// The first thing that keeps `text` from being a name, or nil; cheap enough for every key press.
    package static func problem(in text: String) -> Problem? {
        if text.isEmpty { return .empty }
        for (offset, character) in text.enumerated() where !isAllowed(character) {
            return .character(character, position: offset + 1)
        }
        if text.hasPrefix("-") { return .edge(start: true) }
        if text.count < lengths.lowerBound { return .short }
        if text.count > lengths.upperBound { return .long(text.count) }
        if text.hasSuffix("-") { return .edge(start: false) }
        return nil
    }

    private static func isAllowed(_ character: Character) -> Bool {
        guard let byte = character.asciiValue else { return false }
        return switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension StoreName {
    /// Why a text can't be a store's name.
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case empty
        case short
        case long(Int)
        case character(Character, position: Int)
        case edge(start: Bool)

        package var description: String {
            switch self {
            case .empty: "a name is needed"
            case .short: "at least \(StoreName.lengths.lowerBound) characters"
            case .long(let count): "at most \(StoreName.lengths.upperBound) characters; this has \(count)"
            case .character(let character, let position):
                "\(Self.spelled(character)) at position \(position): only a-z, 0-9 and - are allowed"
            case .edge(let start): "a name doesn't \(start ? "start" : "end") with -"
            }
        }

        private static func spelled(_ character: Character) -> String {
            if character == " " { return "a space" }
            if character.isUppercase { return "capital \(character)" }
            let printable = character.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            return printable ? "“\(character)”" : "a control character"
        }
    }
}
