/// Who asks for something and where from, as one line of text keeps it: `ada@vps`, or
/// `root@vps from 203.0.113.5, /dev/pts/2, sudo of ada`.
package struct Requester: Hashable, Sendable, CustomStringConvertible {
    /// `user@host`; `urumi` for what the program does by itself.
    package let name: String
    /// The address, terminal and user behind it, as far as they're known; nil where nothing is.
    package let origin: String?

    private static let word = " from "

    /// What `description` made.
    package init(_ text: String) {
        guard let range = text.firstRange(of: Self.word) else {
            (name, origin) = (text, nil)
            return
        }
        (name, origin) = (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
    }

    /// Where a process of `name` was started from, as sshd and sudo tell it. Whatever isn't an address or a name
    /// by its looks is left out, since anybody can set a variable.
    package init(name: String, environment: [String: String]) {
        func told(_ key: String, _ allowed: (Character) -> Bool) -> String? {
            guard let text = environment[key]?.split(separator: " ").first.map(String.init),
                text.count <= 64, text.allSatisfy({ $0.isASCII && allowed($0) })
            else { return nil }
            return text
        }
        func isOfName(_ character: Character) -> Bool {
            character.isLetter || character.isNumber || "._-".contains(character)
        }
        let parts = [
            told("SSH_CLIENT") { $0.isHexDigit || ".:%".contains($0) || $0.isLetter },
            told("SSH_TTY") { isOfName($0) || $0 == "/" }.flatMap { $0.hasPrefix("/dev/") ? $0 : nil },
            told("SUDO_USER", isOfName).map { "sudo of \($0)" },
        ].compactMap { $0 }
        self.name = name
        origin = parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    package var description: String { name + (origin.map { Self.word + $0 } ?? "") }
}
