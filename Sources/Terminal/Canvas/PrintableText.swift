/// What a terminal may be shown of a text from anywhere: clusters of one spacing scalar and up to four
/// marks. Control characters become `^X` or `·`, bidirectional and other invisible controls vanish, and
/// sequences on whose width terminals disagree (joined emoji, skin tones, flags, variation selectors) are
/// reduced to their parts of certain width.
enum PrintableText {
    struct Cluster {
        var base: Unicode.Scalar
        var marks: [Unicode.Scalar] = []
        var columns: Int
    }

    /// Calls `body` with each cluster until it returns false.
    static func forEachCluster(_ text: some StringProtocol, _ body: (Cluster) -> Bool) {
        for character in text {
            if let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 {
                if !emit(single: scalar, body) { return }
            } else if !emit(character, body) {
                return
            }
        }
    }

    private static func emit(single scalar: Unicode.Scalar, _ body: (Cluster) -> Bool) -> Bool {
        let columns = CharacterWidth.columns(of: scalar)
        if columns > 0 { return body(Cluster(base: scalar, columns: columns)) }
        if isInvisible(scalar) { return true }
        if columns == 0 { return body(Cluster(base: " ", marks: [scalar], columns: 1)) }
        return emitControl(scalar, body)
    }

    private static func emit(_ character: Character, _ body: (Cluster) -> Bool) -> Bool {
        var cluster: Cluster?
        var joined = false
        for scalar in character.unicodeScalars {
            if scalar.value == 0x200D {
                joined = true
                continue
            }
            if isInvisible(scalar) { continue }
            if isSkinTone(scalar), cluster != nil { continue }
            if isRegionalIndicator(scalar), let letter = Unicode.Scalar(scalar.value - 0x1F1E6 + 0x41) {
                if !body(Cluster(base: letter, columns: 1)) { return false }
                continue
            }
            let columns = CharacterWidth.columns(of: scalar)
            if columns > 0 {
                if joined, let first = cluster, first.columns == 2 { continue }
                if let cluster, !body(cluster) { return false }
                cluster = Cluster(base: scalar, columns: columns)
            } else if columns == 0, cluster != nil {
                if let count = cluster?.marks.count, count < 4 { cluster?.marks.append(scalar) }
            } else if columns == 0 {
                cluster = Cluster(base: " ", marks: [scalar], columns: 1)
            } else {
                if let cluster, !body(cluster) { return false }
                cluster = nil
                if !emitControl(scalar, body) { return false }
            }
        }
        if let cluster { return body(cluster) }
        return true
    }

    private static func emitControl(_ scalar: Unicode.Scalar, _ body: (Cluster) -> Bool) -> Bool {
        let value = scalar.value
        if value == 0x09 { return body(Cluster(base: " ", columns: 1)) }
        if value == 0x0A || value == 0x0D { return body(Cluster(base: "·", columns: 1)) }
        guard value < 0x20 || value == 0x7F, let letter = Unicode.Scalar(value ^ 0x40) else {
            return body(Cluster(base: "·", columns: 1))
        }
        return body(Cluster(base: "^", columns: 1)) && body(Cluster(base: letter, columns: 1))
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x34F, 0x61C, 0x115F...0x1160, 0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202E,
            0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF, 0xFFF9...0xFFFB, 0x1BCA0...0x1BCA3,
            0x1D173...0x1D17A, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }

    private static func isSkinTone(_ scalar: Unicode.Scalar) -> Bool { (0x1F3FB...0x1F3FF) ~= scalar.value }

    private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF) ~= scalar.value
    }
}
