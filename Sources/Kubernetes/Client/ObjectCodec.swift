import Foundation

/// Decodes answers, telling what couldn't be understood.
enum ObjectCodec<Object: Decodable> {
    static func typed(_ bytes: [UInt8]) throws -> Object { try bytes.withUnsafeBytes { try typed($0) } }

    static func typed(_ bytes: UnsafeRawBufferPointer) throws -> Object {
        guard let base = bytes.baseAddress else { throw undecodable("it's empty") }
        let data = Data(
            bytesNoCopy: UnsafeMutableRawPointer(mutating: base), count: bytes.count, deallocator: .none)
        do {
            return try JSONDecoder().decode(Object.self, from: data)
        } catch let error as DecodingError {
            throw undecodable(reason(error))
        }
    }

    private static func undecodable(_ reason: String) -> KubernetesError {
        .undecodable(what: String(describing: Object.self), reason: reason)
    }

    private static func reason(_ error: DecodingError) -> String {
        let context: DecodingError.Context
        switch error {
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .keyNotFound(_, let found),
            .dataCorrupted(let found):
            context = found
        @unknown default: return "\(error)"
        }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    }
}

extension ObjectCodec<JSONNothing> {
    static func dynamic(_ bytes: [UInt8]) throws -> JSONValue {
        try bytes.withUnsafeBytes { try dynamic($0) }
    }

    static func dynamic(_ bytes: UnsafeRawBufferPointer) throws -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch let error as JSONSyntaxError {
            throw KubernetesError.undecodable(what: "object", reason: error.description)
        }
    }
}

/// Stands for "no type" where objects stay JSON.
struct JSONNothing: Decodable {}
