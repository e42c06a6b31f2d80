/// A host name that a store answers to: a DNS name as RFC 1123 has it, in small letters as Kubernetes wants it.
package enum HostName {
    /// The most a name and each of its parts may have.
    package static let longest = 253
    package static let longestLabel = 63

    /// What keeps `texts` from being a store's hosts, or nil; cheap enough for every key press.
    package static func problem(inAll texts: [String]) -> Problem? {
        var seen: Set<String> = []
        for text in texts {
            if let reason = reason(against: text) { return Problem(text: text, reason: reason) }
            if !seen.insert(text).inserted { return Problem(text: text, reason: "it's given twice") }
        }
        return nil
    }

    private static func reason(against text: String) -> String? {
        if text.isEmpty { return "a host name is needed" }
        if text.contains("/") { return "only the host's name is wanted, without an address' rest" }
        if text.contains(":") { return "a host name has no port" }
        if text.hasPrefix("*") { return "a store's links need a name without *" }
        if text.utf8.count > longest {
            return "at most \(longest) characters; this has \(text.utf8.count)"
        }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        for label in labels { if let reason = reason(againstLabel: label) { return reason } }
        if labels.count == 4, labels.allSatisfy({ $0.allSatisfy(\.isNumber) }) {
            return "an address has no name to tell stores apart by; NAME.\(text).nip.io does"
        }
        return nil
    }

    private static func reason(againstLabel label: Substring) -> String? {
        if label.isEmpty { return "a part between dots is empty" }
        if label.contains(where: { $0.isASCII && $0.isUppercase }) { return "only small letters are allowed" }
        let isAllowed = label.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
        if !isAllowed { return "only a-z, 0-9, - and . are allowed" }
        if label.hasPrefix("-") || label.hasSuffix("-") { return "no part starts or ends with -" }
        if label.utf8.count > longestLabel {
            return "at most \(longestLabel) characters between dots; a part has \(label.utf8.count)"
        }
        return nil
    }
}

extension HostName {
    /// Why a text can't be a store's host name.
    package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        package let text: String
        package let reason: String

        package var description: String { "“\(text)” can't be a host name: \(reason)" }
    }
}
