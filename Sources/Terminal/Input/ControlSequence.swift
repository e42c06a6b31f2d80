/// A sequence that begins with `ESC [`, as xterm and those after it send it.
struct ControlSequence {
    private let marker: UInt8?
    private let intermediate: UInt8?
    private let numbers: [Int]
    private let final: UInt8

    init(parameters: some Sequence<UInt8>, final: UInt8) {
        var bytes = Array(parameters)
        marker = bytes.first.flatMap { (0x3C...0x3F).contains($0) ? $0 : nil }
        if marker != nil { bytes.removeFirst() }
        intermediate = bytes.last.flatMap { $0 < 0x30 ? $0 : nil }
        numbers = bytes.split(separator: 0x3B, omittingEmptySubsequences: false).map { part in
            part.prefix { (0x30...0x39).contains($0) }.reduce(0) { min($0 * 10 + Int($1 - 0x30), 1 << 24) }
        }
        self.final = final
    }

    private var first: Int { numbers.first ?? 0 }

    /// xterm sends one more than the sum of 1 (Shift), 2 (Alt) and 4 (Ctrl).
    private var modifiers: Int { numbers.count > 1 ? max(0, numbers[1] - 1) & 7 : 0 }

    var isPasteStart: Bool { marker == nil && final == 0x7E && first == 200 }

    var output: InputDecoder.Output? {
        if marker == UInt8(ascii: "?"), intermediate == UInt8(ascii: "$"), final == UInt8(ascii: "y") {
            return .modeReport(mode: first, state: numbers.count > 1 ? numbers[1] : 0)
        }
        if marker == UInt8(ascii: "<"), final == UInt8(ascii: "M") || final == UInt8(ascii: "m") {
            return mouse.map { .event(.mouse($0)) }
        }
        if marker != nil || intermediate != nil { return nil }
        return key.map { .event(.key($0)) }
    }

    private var key: KeyPress? {
        let jumps = modifiers & 6 != 0
        switch final {
        case UInt8(ascii: "A"), UInt8(ascii: "a"): return .up
        case UInt8(ascii: "B"), UInt8(ascii: "b"): return .down
        case UInt8(ascii: "C"), UInt8(ascii: "c"): return jumps ? .wordRight : .right
        case UInt8(ascii: "D"), UInt8(ascii: "d"): return jumps ? .wordLeft : .left
        case UInt8(ascii: "F"): return .end
        case UInt8(ascii: "H"): return .home
        case UInt8(ascii: "Z"): return .backTab
        case UInt8(ascii: "P")...UInt8(ascii: "S"): return .function(Int(final) - 0x4F)
        case UInt8(ascii: "~") where first == 27 && numbers.count > 2:
            return Self.coded(numbers[2], modifiers: modifiers)
        case UInt8(ascii: "~"), UInt8(ascii: "^"), UInt8(ascii: "$"): return Self.numbered(first)
        case UInt8(ascii: "u"): return Self.coded(first, modifiers: modifiers)
        default: return nil
        }
    }

    private static func numbered(_ number: Int) -> KeyPress? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .deleteForward
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23...26: .function(number - 12)
        case 28, 29: .function(number - 13)
        case 31...34: .function(number - 14)
        default: nil
        }
    }

    /// A key sent as its code point with modifiers (`CSI u`, and xterm's modifyOtherKeys).
    private static func coded(_ code: Int, modifiers: Int) -> KeyPress? {
        switch code {
        case 9: return modifiers & 1 != 0 ? .backTab : .tab
        case 10, 13: return .enter
        case 27: return .escape
        case 8, 127: return .backspace
        case 32...: break
        default: return nil
        }
        guard let scalar = Unicode.Scalar(UInt32(code)), scalar.properties.generalCategory != .control else {
            return nil
        }
        let character = Character(scalar)
        if modifiers & 4 != 0 { return .control(Character(character.lowercased())) }
        if modifiers & 2 != 0 { return .alt(character) }
        return .character(modifiers & 1 != 0 ? Character(character.uppercased()) : character)
    }

    private var mouse: MouseEvent? {
        guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
        let code = numbers[0]
        var modifiers: MouseEvent.Modifiers = []
        if code & 4 != 0 { modifiers.insert(.shift) }
        if code & 8 != 0 { modifiers.insert(.alt) }
        if code & 16 != 0 { modifiers.insert(.control) }
        let point = Point(x: numbers[1] - 1, y: numbers[2] - 1)
        if code & 64 != 0 {
            guard code & 3 < 2, final == UInt8(ascii: "M") else { return nil }
            let kind: MouseEvent.Kind = code & 3 == 0 ? .scrollUp : .scrollDown
            return MouseEvent(point: point, kind: kind, modifiers: modifiers)
        }
        let buttons: [MouseEvent.Button] = [.left, .middle, .right]
        guard code & 3 < 3 else { return nil }
        let kind: MouseEvent.Kind =
            final == UInt8(ascii: "m") ? .release : code & 32 != 0 ? .drag : .press
        return MouseEvent(point: point, kind: kind, button: buttons[code & 3], modifiers: modifiers)
    }
}
