import CNcurses

extension Screen {
    /// Turns on what the program uses, after the first picture so as not to delay it. True when an answer is
    /// to come.
    mutating func setModes(title: String?) -> Bool {
        guard capabilities.isModern else { return false }
        var strings = ControlStrings.pasteOn
        if mouse { strings += ControlStrings.mouseOn }
        if let title {
            strings += (hasTitle ? "" : ControlStrings.titlePush) + ControlStrings.title(title)
            hasTitle = true
        }
        armRestore()
        send(strings + ControlStrings.synchronizedQuery)
        return true
    }

    mutating func setMouse(_ on: Bool) {
        guard capabilities.isModern, on != mouse else { return }
        mouse = on
        send(on ? ControlStrings.mouseOn : ControlStrings.mouseOff)
    }

    mutating func setTitle(_ title: String) {
        guard capabilities.isModern else { return }
        let push = hasTitle ? "" : ControlStrings.titlePush
        hasTitle = true
        armRestore()
        send(push + ControlStrings.title(title))
    }

    mutating func learn(synchronizes: Bool) {
        self.synchronizes = synchronizes
        armRestore()
    }

    func copy(_ text: String) { send(ControlStrings.copy(text, within: capabilities.multiplexer)) }

    private var restore: String {
        guard capabilities.isModern else { return "" }
        return (synchronizes ? ControlStrings.synchronizedOff : "") + ControlStrings.mouseOff
            + ControlStrings.pasteOff + (hasTitle ? ControlStrings.titlePop : "")
    }

    private func armRestore() {
        let strings = restore
        cn_restore_modes(strings, strings.utf8.count)
    }

    func send(_ text: String) { _ = cn_write(text, text.utf8.count) }

    /// Restores the terminal, for a stop.
    func suspend() {
        send(restore)
        cn_screen_suspend()
    }

    /// Takes the terminal again, as it is now.
    mutating func resume(title: String?) -> (size: Size, answers: Bool) {
        cn_screen_resume()
        cursor = nil
        hasTitle = false
        let answers = setModes(title: title)
        return (resize(), answers)
    }

    func close() {
        send(restore)
        cn_restore_modes("", 0)
        cn_screen_close()
    }
}
