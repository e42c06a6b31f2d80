import Kubernetes

/// FNV-1a over text and JSON, the same in every process: for names, jitter and template hashes.
struct StableHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    static func of(_ parts: String...) -> UInt64 {
        var hash = StableHash()
        for part in parts {
            hash.combine(part)
            hash.combine(byte: 0)
        }
        return hash.finished
    }

    /// Ten letters and digits that make up no words, as Kubernetes derives them from a pod template.
    static func template(_ template: JSONValue) -> String {
        var hash = StableHash()
        hash.combine(template)
        return letters(hash.finished, count: 10)
    }

    static func letters(_ value: UInt64, count: Int) -> String {
        let alphabet = Array("bcdfghjklmnpqrstvwxz2456789")
        var rest = value
        var text = ""
        for _ in 0..<count {
            text.append(alphabet[Int(rest % UInt64(alphabet.count))])
            rest /= UInt64(alphabet.count)
        }
        return text
    }

    mutating func combine(_ text: String) {
        for byte in text.utf8 { combine(byte: byte) }
    }

    mutating func combine(_ json: JSONValue) {
        switch json {
        case .null: combine(byte: 1)
        case .bool(let flag): combine(byte: flag ? 2 : 3)
        case .integer(let number): combine("i\(number)")
        case .number(let number): combine("n\(number)")
        case .string(let text):
            combine(byte: 4)
            combine(text)
            combine(byte: 0)
        case .array(let elements):
            combine(byte: 5)
            for element in elements { combine(element) }
            combine(byte: 6)
        case .object(let members):
            combine(byte: 7)
            for key in members.keys.sorted() {
                combine(key)
                combine(byte: 0)
                if let member = members[key] { combine(member) }
            }
            combine(byte: 8)
        }
    }

    mutating func combine(byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }

    /// The value with its bits mixed, so that similar inputs differ in every part.
    var finished: UInt64 {
        var mixed = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
