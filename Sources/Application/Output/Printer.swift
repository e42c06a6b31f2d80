internal import Foundation
internal import Synchronization
internal import Yams

/// Results go to stdout, everything else to stderr.
package struct Printer: Sendable {
    package let format: OutputFormat

    package init(format: OutputFormat) { self.format = format }

    /// Prints `document` in the format asked for; `table` and `name` make the two texts for people and pipes.
    package func show<Document: Encodable>(
        _ document: Document, table: () -> String, name: () -> String
    ) throws {
        switch format {
        case .table: Self.out(table())
        case .name: Self.out(name())
        case .json: Self.out(try Self.json(document))
        case .yaml: Self.out(try YAMLEncoder().encode(document).trimmingCharacters(in: .newlines))
        }
    }

    private static func json(_ document: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    /// A line, or several, of the result; as it is for another program, harmless for a terminal.
    package static func out(_ text: String) {
        if text.isEmpty { return }
        write((isTerminal ? HarmlessText.lines(text) : text) + "\n", to: STDOUT_FILENO)
    }

    /// A line, or several, for people beside the result.
    package static func note(_ text: String) { write(HarmlessText.lines(text) + "\n", to: STDERR_FILENO) }

    private static let isTerminal = isatty(STDOUT_FILENO) == 1

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            if written <= 0 { return }
            rest = rest.dropFirst(written)
        }
    }
}
