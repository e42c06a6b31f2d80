/// What containers write, made fit for a screen that has colours of its own.
enum LogText {
    /// The text without the sequences that colour it or move a cursor. Other control characters stay, and are
    /// made harmless where they're drawn.
    static func plain(_ text: String) -> String {
        guard text.utf8.contains(0x1B) else { return text }
        var shown = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar.value == 0x1B else {
                shown.append(scalar)
                continue
            }
            switch rest.first {
            case "[":
                rest.removeFirst()
                while let next = rest.popFirst(), !(0x40...0x7E).contains(next.value) {}
            case "]":
                while let next = rest.popFirst(), next.value != 0x07 {
                    if next.value == 0x1B {
                        rest = rest.first == "\\" ? rest.dropFirst() : rest
                        break
                    }
                }
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// The pod's name without its store's, and with the middle left out where it's long.
    static func label(pod: String, of store: String) -> String {
        let name = pod.hasPrefix(store + "-") ? String(pod.dropFirst(store.count + 1)) : pod
        return name.count <= 16 ? name : "\(name.prefix(10))…\(name.suffix(5))"
    }
}
