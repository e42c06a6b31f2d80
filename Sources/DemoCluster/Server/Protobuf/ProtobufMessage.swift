import Foundation
import Kubernetes

/// Reads the objects that typed clients send as protocol buffers (Helm's release Secrets, kubectl's
/// `create`), for the kinds of `ProtobufSchema`. A field that isn't in the schema is refused, not dropped.
enum ProtobufMessage {
    /// Reads `runtime.Unknown` with its four magic bytes and the object in it.
    static func object(_ bytes: [UInt8]) throws(APIFailure) -> JSONValue {
        guard bytes.starts(with: magic) else { throw unreadable("the magic number is missing") }
        var reader = ProtobufReader(bytes[magic.count...])
        var version = ""
        var kind = ""
        var raw: ArraySlice<UInt8> = []
        while let field = try reader.next() {
            guard case .bytes(let content) = field.value else { continue }
            if field.number == 2 { raw = content }
            guard field.number == 1 else { continue }
            var type = ProtobufReader(content)
            while let part = try type.next() {
                guard case .bytes(let text) = part.value else { continue }
                if part.number == 1 { version = String(decoding: text, as: UTF8.self) }
                if part.number == 2 { kind = String(decoding: text, as: UTF8.self) }
            }
        }
        guard ProtobufSchema.messages[kind] != nil else {
            throw unreadable("\(version) \(kind) is not known")
        }
        var object = try message(kind, raw)
        object["apiVersion"] = .string(version)
        object["kind"] = .string(kind)
        return object
    }

    private static let magic: [UInt8] = Array("k8s".utf8) + [0]

    private static func message(_ name: String, _ bytes: ArraySlice<UInt8>) throws(APIFailure) -> JSONValue {
        guard let schema = ProtobufSchema.messages[name] else { throw unreadable("\(name) is not known") }
        var object: [String: JSONValue] = [:]
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            guard let known = schema[field.number] else {
                if case .bytes(let content) = field.value, content.isEmpty { continue }
                if case .number(0) = field.value { continue }
                throw unreadable("field \(field.number) of \(name) is not known")
            }
            try add(field.value, known, to: &object)
        }
        return .object(object)
    }

    private static func add(
        _ value: ProtobufReader.Value, _ field: ProtobufSchema.Field, to object: inout [String: JSONValue]
    ) throws(APIFailure) {
        let read: JSONValue
        switch (field.type, value) {
        case (.ignored, _): return
        case (.string, .bytes(let bytes)):
            if bytes.isEmpty, !field.isRepeated { return }
            read = .string(String(decoding: bytes, as: UTF8.self))
        case (.integer(let keepsZero), .number(let number)):
            if number == 0, !keepsZero { return }
            read = .integer(Int64(bitPattern: number))
        case (.bool(let keepsFalse), .number(let number)):
            if number == 0, !keepsFalse { return }
            read = .bool(number != 0)
        case (.time, .bytes(let bytes)):
            guard let date = try time(bytes) else { return }
            read = .string(Timestamp.string(date))
        case (.microTime, .bytes(let bytes)):
            guard let date = try time(bytes) else { return }
            read = .string(Timestamp.microseconds(date))
        case (.quantity, .bytes(let bytes)): read = try quantity(bytes)
        case (.integerOrString, .bytes(let bytes)): read = try integerOrString(bytes)
        case (.map(let element), .bytes(let bytes)):
            let (key, value) = try entry(bytes, element)
            var map = object[field.name] ?? .object([:])
            map[key] = value
            object[field.name] = map
            return
        case (.message(let name), .bytes(let bytes)):
            read = try message(name, bytes)
            if !field.isRepeated, read == .object([:]) { return }
        default: throw unreadable("\(field.name) has the wrong type")
        }
        if field.isRepeated {
            object[field.name] = .array((object[field.name]?.array ?? []) + [read])
        } else {
            object[field.name] = read
        }
    }

    private static func entry(
        _ bytes: ArraySlice<UInt8>, _ element: ProtobufSchema.Element
    ) throws(APIFailure) -> (String, JSONValue) {
        var reader = ProtobufReader(bytes)
        var key = ""
        var value = JSONValue.string("")
        while let field = try reader.next() {
            guard case .bytes(let content) = field.value else { continue }
            if field.number == 1 {
                key = String(decoding: content, as: UTF8.self)
            } else {
                switch element {
                case .string: value = .string(String(decoding: content, as: UTF8.self))
                case .bytes: value = .string(Data(content).base64EncodedString())
                case .quantity: value = try quantity(content)
                }
            }
        }
        return (key, value)
    }

    private static func quantity(_ bytes: ArraySlice<UInt8>) throws(APIFailure) -> JSONValue {
        var reader = ProtobufReader(bytes)
        guard let field = try reader.next(), case .bytes(let text) = field.value else { return "0" }
        return .string(String(decoding: text, as: UTF8.self))
    }

    private static func integerOrString(_ bytes: ArraySlice<UInt8>) throws(APIFailure) -> JSONValue {
        var reader = ProtobufReader(bytes)
        var isText = false
        var number: Int64 = 0
        var text = ""
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (1, .number(let type)): isText = type == 1
            case (2, .number(let value)): number = Int64(bitPattern: value)
            case (3, .bytes(let value)): text = String(decoding: value, as: UTF8.self)
            default: break
            }
        }
        return isText ? .string(text) : .integer(number)
    }

    private static func time(_ bytes: ArraySlice<UInt8>) throws(APIFailure) -> Date? {
        var reader = ProtobufReader(bytes)
        var seconds: Double?
        while let field = try reader.next() {
            guard case .number(let number) = field.value else { continue }
            if field.number == 1 { seconds = Double(Int64(bitPattern: number)) }
            if field.number == 2 { seconds = (seconds ?? 0) + Double(number) / 1e9 }
        }
        return seconds.map { Date(timeIntervalSince1970: $0) }
    }

    static func unreadable(_ why: String) -> APIFailure {
        APIFailure(
            code: 415, reason: "UnsupportedMediaType",
            message:
                "the demo cluster can't read this protocol buffer (\(why)); send application/json"
        )
    }
}

/// The fields of one message, one after the other.
struct ProtobufReader {
    enum Value {
        case number(UInt64)
        case bytes(ArraySlice<UInt8>)
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func next() throws(APIFailure) -> (number: Int, value: Value)? {
        guard !rest.isEmpty else { return nil }
        let tag = try varint()
        let number = Int(truncatingIfNeeded: tag >> 3)
        switch tag & 7 {
        case 0: return (number, .number(try varint()))
        case 1: return (number, .bytes(try take(8)))
        case 2: return (number, .bytes(try take(varint())))
        case 5: return (number, .bytes(try take(4)))
        default: throw ProtobufMessage.unreadable("wire type \(tag & 7)")
        }
    }

    private mutating func take(_ count: UInt64) throws(APIFailure) -> ArraySlice<UInt8> {
        guard count <= UInt64(rest.count) else { throw ProtobufMessage.unreadable("it is cut off") }
        defer { rest = rest.dropFirst(Int(count)) }
        return rest.prefix(Int(count))
    }

    private mutating func varint() throws(APIFailure) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst(), shift < 64 {
            result |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return result }
            shift += 7
        }
        throw ProtobufMessage.unreadable("it is cut off")
    }
}
