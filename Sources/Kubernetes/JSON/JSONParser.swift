/// Where and why a text is not JSON; line and column count from 1, the column in bytes.
package struct JSONSyntaxError: Error, Hashable, CustomStringConvertible {
    package let reason: String
    package let line: Int
    package let column: Int

    package var description: String { "line \(line), column \(column): \(reason)" }
}

extension JSONValue {
    /// Parses one JSON document (RFC 8259, UTF-8), nested at most 512 deep. Of equal keys the last one
    /// counts, ill-formed UTF-8 becomes U+FFFD, an integer beyond 64 bits a `number`.
    /// Throws `JSONSyntaxError`.
    package init(parsing bytes: some Sequence<UInt8>) throws {
        let parsed = try bytes.withContiguousStorageIfAvailable { buffer in
            try JSONValue(parsing: UnsafeRawBufferPointer(buffer))
        }
        self = try parsed ?? Array(bytes).withUnsafeBytes { try JSONValue(parsing: $0) }
    }

    /// Parses a document that lies in memory; see `init(parsing:)`.
    package init(parsing buffer: UnsafeRawBufferPointer) throws {
        var parser = JSONParser(bytes: buffer)
        do throws(JSONParser.Failure) {
            self = try parser.document()
        } catch {
            throw parser.located(error)
        }
    }

    /// Parses a document given as text; see `init(parsing:)`.
    package init(parsing text: String) throws {
        var text = text
        self = try text.withUTF8 { try JSONValue(parsing: UnsafeRawBufferPointer($0)) }
    }
}

/// A recursive-descent parser over bytes that the caller keeps alive.
struct JSONParser {
    struct Failure: Error {
        var reason: String
    }

    static let depthLimit = 512

    let bytes: UnsafeRawBufferPointer
    var position = 0
    private var depth = 0

    init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func document() throws(Failure) -> JSONValue {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
        let value = try value()
        skipSpace()
        if position < bytes.count { throw Failure(reason: "text after the end of the document") }
        return value
    }

    func located(_ failure: Failure) -> JSONSyntaxError {
        let before = bytes[..<min(position, bytes.count)]
        let line = before.lazy.filter { $0 == UInt8(ascii: "\n") }.count + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return JSONSyntaxError(reason: failure.reason, line: line, column: before.count - lineStart + 1)
    }

    private mutating func value() throws(Failure) -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw Failure(reason: "the document ends too early") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw Failure(reason: "a value was expected")
        }
    }

    private mutating func object() throws(Failure) -> JSONValue {
        try enter()
        var members: [String: JSONValue] = [:]
        if peek() == UInt8(ascii: "}") { return leave(.object(members)) }
        while true {
            guard peek() == UInt8(ascii: "\"") else { throw Failure(reason: "a member's name was expected") }
            let key = try string()
            guard peek() == UInt8(ascii: ":") else { throw Failure(reason: "':' was expected") }
            position += 1
            members[key] = try value()
            switch peek() {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"): return leave(.object(members))
            default: throw Failure(reason: "',' or '}' was expected")
            }
        }
    }

    private mutating func array() throws(Failure) -> JSONValue {
        try enter()
        var elements: [JSONValue] = []
        if peek() == UInt8(ascii: "]") { return leave(.array(elements)) }
        while true {
            elements.append(try value())
            switch peek() {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"): return leave(.array(elements))
            default: throw Failure(reason: "',' or ']' was expected")
            }
        }
    }

    private mutating func enter() throws(Failure) {
        position += 1
        depth += 1
        if depth > Self.depthLimit { throw Failure(reason: "nested more than \(Self.depthLimit) deep") }
    }

    private mutating func leave(_ value: JSONValue) -> JSONValue {
        position += 1
        depth -= 1
        return value
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
        let length = text.utf8CodeUnitCount
        guard bytes.count - position >= length else { throw Failure(reason: "a value was expected") }
        for offset in 0..<length where bytes[position + offset] != text.utf8Start[offset] {
            throw Failure(reason: "a value was expected")
        }
        position += length
        return value
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
            default: return
            }
        }
    }

    private mutating func peek() -> UInt8? {
        skipSpace()
        return position < bytes.count ? bytes[position] : nil
    }
}
