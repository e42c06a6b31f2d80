/// Turns a terminal's bytes into events, however they are cut up on their way.
struct InputDecoder {
    /// What bytes can mean.
    enum Output: Hashable {
        case event(TerminalEvent)
        /// An answer to a question about a private mode (DECRQM): 0 unknown, 1 set, 2 reset, 3 and 4 for good.
        case modeReport(mode: Int, state: Int)
    }

    /// More than this in one paste is dropped.
    static let pasteLimit = 1 << 20

    private var buffer: ArraySlice<UInt8> = []
    private var paste: [UInt8]?
    private let sequences: KeySequences

    init(sequences: KeySequences = KeySequences()) { self.sequences = sequences }

    /// Whether an unfinished sequence waits: a lone Escape is told from one by time only.
    var isWaiting: Bool { !buffer.isEmpty && paste == nil }

    mutating func feed(_ bytes: some Sequence<UInt8>) -> [Output] {
        buffer.append(contentsOf: bytes)
        return drain(final: false)
    }

    /// Takes what waits for what it is, since nothing followed in time.
    mutating func flush() -> [Output] { paste == nil ? drain(final: true) : [] }

    private mutating func drain(final: Bool) -> [Output] {
        var outputs: [Output] = []
        while !buffer.isEmpty {
            if paste != nil {
                guard let text = takePaste() else { break }
                outputs.append(.event(.paste(text)))
                continue
            }
            switch next(final: final) {
            case .incomplete:
                buffer = ArraySlice(Array(buffer))
                return outputs
            case .taken(let length, let output):
                buffer = buffer.dropFirst(length)
                if let output { outputs.append(output) }
            case .pasteStart(let length):
                buffer = buffer.dropFirst(length)
                paste = []
            }
        }
        if buffer.isEmpty { buffer = [] }
        return outputs
    }

    private enum Step {
        case incomplete
        case taken(Int, Output?)
        case pasteStart(Int)

        static func key(_ length: Int, _ key: KeyPress) -> Step { .taken(length, .event(.key(key))) }
    }

    private func next(final: Bool) -> Step {
        if let (length, key) = sequences.match(buffer) { return .key(length, key) }
        let first = byte(0) ?? 0
        if first == 0x1B { return escape(final: final) }
        if let key = Self.control(first) { return .key(1, key) }
        return character(at: 0, final: final).map { .key($0.length, .character($0.character)) } ?? .incomplete
    }

    private func byte(_ offset: Int) -> UInt8? {
        offset < buffer.count ? buffer[buffer.startIndex + offset] : nil
    }

    private static func control(_ byte: UInt8) -> KeyPress? {
        switch byte {
        case 0x00: .control(" ")
        case 0x08, 0x7F: .backspace
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
        case 0x1C...0x1F: .control(Character(Unicode.Scalar(byte + 0x40)))
        default: nil
        }
    }

    /// A UTF-8 character, or U+FFFD for bytes that are none; nil while more are to come.
    private func character(at offset: Int, final: Bool) -> (length: Int, character: Character)? {
        let lead = byte(offset) ?? 0
        let length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0
        guard length > 0, lead < 0xF5 else { return (1, "\u{FFFD}") }
        let start = buffer.startIndex + offset
        let bytes = buffer[start..<min(start + length, buffer.endIndex)]
        if let stray = bytes.dropFirst().firstIndex(where: { $0 & 0xC0 != 0x80 }) {
            return (stray - start, "\u{FFFD}")
        }
        if bytes.count < length { return final ? (bytes.count, "\u{FFFD}") : nil }
        return (length, String(validating: bytes, as: UTF8.self)?.first ?? "\u{FFFD}")
    }

    private func escape(final: Bool) -> Step {
        guard let second = byte(1) else { return final ? .key(1, .escape) : .incomplete }
        switch second {
        case 0x5B: return controlSequence(final: final)
        case 0x4F:
            guard let third = byte(2) else { return final ? .key(2, .alt("O")) : .incomplete }
            return .taken(3, KeySequences.singleShift(third).map { .event(.key($0)) })
        case 0x5D, 0x50, 0x5F, 0x5E, 0x58: return string(opener: second, final: final)
        case 0x1B: return .key(1, .escape)
        case 0x7F, 0x08: return .key(2, .control("w"))
        case 0x0D, 0x0A: return .key(2, .enter)
        case 0x00..<0x20: return .key(1, .escape)
        default:
            guard let (length, character) = character(at: 1, final: final) else { return .incomplete }
            return .key(1 + length, .alt(character))
        }
    }

    /// An answer in a string sequence (OSC, DCS, …): nobody asked, so it is dropped.
    private func string(opener: UInt8, final: Bool) -> Step {
        var offset = 2
        while let current = byte(offset) {
            if current == 0x07 { return .taken(offset + 1, nil) }
            if current == 0x1B, byte(offset + 1) == 0x5C { return .taken(offset + 2, nil) }
            offset += 1
        }
        if buffer.count == 2, final { return .key(2, .alt(Character(Unicode.Scalar(opener)))) }
        return final || buffer.count > 65_536 ? .taken(buffer.count, nil) : .incomplete
    }

    private func controlSequence(final: Bool) -> Step {
        if byte(2) == 0x5B {
            guard let letter = byte(3) else { return final ? .taken(3, nil) : .incomplete }
            let number = Int(letter) - 0x40
            return .taken(4, (1...5).contains(number) ? .event(.key(.function(number))) : nil)
        }
        var offset = 2
        while let current = byte(offset), (0x20...0x3F).contains(current) { offset += 1 }
        guard let last = byte(offset), offset < 128 else {
            if !final, offset < 128 { return .incomplete }
            return buffer.count == 2 ? .key(2, .alt("[")) : .taken(min(offset, buffer.count), nil)
        }
        guard (0x40...0x7E).contains(last) else { return .taken(offset, nil) }
        let start = buffer.startIndex
        let sequence = ControlSequence(parameters: buffer[start + 2..<start + offset], final: last)
        if sequence.isPasteStart { return .pasteStart(offset + 1) }
        return .taken(offset + 1, sequence.output)
    }

    private mutating func takePaste() -> String? {
        let end: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
        var taken = paste ?? []
        paste = nil
        var index = buffer.startIndex
        while index < buffer.endIndex {
            if buffer[index] == 0x1B {
                let rest = buffer[index...]
                if rest.starts(with: end) {
                    buffer = rest.dropFirst(end.count)
                    return Self.text(taken)
                }
                if rest.count < end.count, end.starts(with: rest) { break }
            }
            if taken.count < Self.pasteLimit { taken.append(buffer[index]) }
            index += 1
        }
        buffer = ArraySlice(Array(buffer[index...]))
        paste = taken
        return nil
    }

    private static func text(_ bytes: [UInt8]) -> String {
        var text = ""
        var returned = false
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar == "\r" {
                text += "\n"
            } else if scalar != "\n" || !returned {
                text.unicodeScalars.append(scalar)
            }
            returned = scalar == "\r"
        }
        return text
    }
}
