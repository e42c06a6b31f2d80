import Domain
import Terminal
import Testing

@testable import Dashboard

@Suite("Keys")
struct BindingTests {
    @Test("no key means two things at a time", arguments: DashboardModel.contextStacks)
    func unambiguous(stack: [BindingContext]) {
        var seen: [KeyPress: Action] = [:]
        for binding in stack.flatMap({ context in Binding.all.filter { $0.context == context } }) {
            for key in binding.keys {
                #expect(seen[key] == nil, "\(key): \(binding.action) and \(String(describing: seen[key]))")
                seen[key] = binding.action
            }
        }
    }

    @Test("every action can be reached by a key")
    func complete() {
        #expect(Set(Binding.all.map(\.action)) == Set(Action.allCases))
    }

    @Test("help and documentation name every binding")
    func documented() {
        let markdown = KeyReference.markdown
        for binding in Binding.all {
            #expect(markdown.contains("| \(binding.help) |"))
            #expect(markdown.contains("`\(binding.keys[0])`"))
        }
        let help = HelpText.lines(width: 300).map { line in
            if case .spans(let spans) = line { spans.map(\.text).joined() } else { "" }
        }.joined(separator: "\n")
        #expect(Binding.all.allSatisfy { help.contains($0.help) })
    }

    @Test("the palette finds a command, runs it, and tells why one can't run")
    func palette() {
        var model = Sample.model(settings: Sample.settings(readOnly: true))
        model.hit(.character(":"))
        model.type("delete")
        #expect(model.screen().text.contains("not now: urumi was started read-only"))
        model.hit(.control("u"))
        model.type("quit")
        #expect(model.hit(.enter) == [.quit])
    }

    @Test("themes are shown as the cursor comes to them, and Esc goes back")
    func themes() {
        var model = Sample.model()
        #expect(model.hit(.character("t"), .up) == [.selectTheme("daylight")])
        model.send(.theme(.success(.midnight)))
        #expect(model.hit(.escape) == [])
        model.send(.theme(.failure(Refusal("no such file"))))
        #expect(model.notice?.kind == .failure)
    }

    @Test("Ctrl-C and signals end it from anywhere", arguments: [":", "?", "c", "t", "/"])
    func leaves(key: Character) {
        var model = Sample.model()
        model.hit(.character(key))
        #expect(model.hit(.control("c")) == [.quit])
        #expect(model.send(.terminal(.terminate(signal: 15))) == [.quit])
    }

    @Test("any keys at any size leave a picture", arguments: 0..<6)
    func storm(seed: UInt64) {
        var random = SplitMix(state: seed)
        let keys: [KeyPress] = [
            .enter, .escape, .tab, .backTab, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown,
            .backspace, .control("d"), .control("u"), .control("k"), .function(1),
        ]
        var model = Sample.model()
        for _ in 0..<100 {
            if Int.random(in: 0..<6, using: &random) == 0 {
                let size = Size(
                    width: Int.random(in: 1...200, using: &random),
                    height: Int.random(in: 1...60, using: &random))
                model.send(.terminal(.resize(size)))
            }
            let letter = "cjkgGx/?:etNSAmyr !uHRa=ldYfwpnqs".randomElement(using: &random) ?? "j"
            model.hit(
                Bool.random(using: &random)
                    ? .character(letter) : keys.randomElement(using: &random) ?? .enter)
            let point = Point(
                x: Int.random(in: 0..<200, using: &random), y: Int.random(in: 0..<60, using: &random))
            let kind: MouseEvent.Kind =
                [.press, .scrollUp, .scrollDown, .double].randomElement(using: &random) ?? .press
            model.send(.terminal(.mouse(MouseEvent(point: point, kind: kind))))
            #expect(model.screen().size == model.size)
        }
    }
}
