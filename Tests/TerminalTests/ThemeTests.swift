import Foundation
import Testing

@testable import Terminal

@Suite("Themes")
struct ThemeTests {
    private static let shipped = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "themes").path

    private func problem(_ text: String) -> ThemeError? {
        do throws(ThemeError) {
            _ = try ThemeFile(file: "my.toml", text: text).theme(name: "my")
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "a mistake is named with its file and line",
        arguments: [
            ("title = \"x\n", 1, "my.toml:1:"),
            ("[roles]\nbackground = \"#000000\"\ntext = \"#12345\"\n", 3, "\"#12345\" is no colour"),
            ("[roles]\n\n# note\nbackgruond = \"#000000\"\n", 4, "there is no role 'backgruond'"),
            ("appearance = \"dim\"\n", 1, "\"dark\" or \"light\""),
            ("colour = 1\n", 1, "'colour' is no part"),
            ("[roles]\nbackground = \"#000000\"\n", 1, "'text' has no colour"),
            ("[roles]\nbackground = { color = \"#000000\", ansi256 = 256 }\n", 2, "0 to 255"),
            ("[roles]\nbackground = { color = \"#000000\", ansi16 = \"pink\" }\n", 2, "bright-black"),
            ("[roles]\nbackground = { color = \"#000000\", blink = true }\n", 2, "'blink'"),
            ("[palette]\nink = 5\n", 2, "'ink' is a colour"),
            ("monochrome = 1\n", 1, "true or false"),
        ])
    func mistakes(text: String, line: Int, words: String) throws {
        let error = try #require(problem(text))
        guard case .invalid("my.toml", line, _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(error.description.contains(words))
    }

    @Test("every theme that is shipped can be read, and says what its text and ground are")
    func shippedThemes() throws {
        let library = ThemeLibrary(folders: [Self.shipped])
        let names = library.names()
        #expect(
            Set(["midnight", "daylight", "high-contrast", "colorblind", "monochrome"]).isSubset(of: names))
        #expect(names.count >= 8)
        for name in names {
            let theme = try library.load(name)
            for depth in [ColorDepth.ansi8, .ansi16, .ansi256, .direct] where !theme.monochrome {
                for role in Role.allCases {
                    let shown = theme.resolve(Style(.selectionText, on: .selection), depth: depth)
                    #expect(shown.foreground != shown.background, "\(name) \(role) \(depth)")
                    let text = theme.resolve(Style(role), depth: depth)
                    let isGround = [
                        .background, .panel, .selectionInactive, .input, .badgeText, .selectionText,
                    ].contains(role)
                    #expect(isGround || text.foreground != text.background, "\(name) \(role) \(depth)")
                }
            }
        }
        #expect(try library.load("midnight") == Theme.midnight)
    }

    @Test("the user's folder wins over the program's, and an unknown name lists what there is")
    func precedence() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("title = \"Mine\"\n[roles]\nbackground = \"default\"\ntext = \"#ffffff\"\n".utf8)
            .write(to: folder.appending(path: "nord.toml"))
        let library = ThemeLibrary(folders: [Self.shipped, folder.path])
        #expect(try library.load("nord").title == "Mine")
        #expect(throws: ThemeError.unknown(name: "nix", known: library.names())) { try library.load("nix") }
        #expect(throws: ThemeError.self) { try library.load("../nord") }
        #expect(try ThemeLibrary(folders: ["/nowhere"]).load("midnight").title == "Midnight")
    }

    @Test(
        "a colour without fallbacks gets the nearest of 256 and of 16",
        arguments: [
            (0xFF0000, 196, 9), (0x000000, 16, 0), (0xFFFFFF, 231, 15), (0x5F87AF, 67, nil),
            (0x808080, 244, 8),
            (0x1C1C1C, 234, 0),
        ] as [(UInt32, UInt8, UInt8?)])
    func nearest(rgb: UInt32, of256: UInt8, of16: UInt8?) {
        #expect(ColorMatch.nearest256(rgb) == of256)
        if let of16 { #expect(ColorMatch.nearest16(rgb) == of16) }
    }

    @Test("colours follow what the terminal can do and what the user wants")
    func depths() {
        #expect(ColorDepth.detect(colors: 256, direct: false, environment: [:]) == .ansi256)
        #expect(ColorDepth.detect(colors: 256, direct: true, environment: [:]) == .direct)
        #expect(ColorDepth.detect(colors: 8, direct: false, environment: ["NO_COLOR": ""]) == .ansi8)
        #expect(ColorDepth.detect(colors: 256, direct: true, environment: ["NO_COLOR": "1"]) == .monochrome)
        #expect(ColorDepth.detect(colors: -1, direct: false, environment: [:]) == .monochrome)
        #expect(TerminalCapabilities.directNames("screen-256color") == ["tmux-direct"])
        #expect(!TerminalCapabilities.wantsDirect(["COLORTERM": "truecolor", "NO_COLOR": "1"]))
    }

    @Test("without colour, a selection and a badge still stand out")
    func monochrome() {
        let plain = Theme.midnight.resolve(.plain, depth: .monochrome)
        #expect(plain == Theme.Resolved())
        for role in [Role.selection, .badge, .badgeDemo, .selectionInactive, .input] {
            #expect(
                Theme.midnight.resolve(Style(on: role), depth: .monochrome).attributes != plain.attributes)
        }
    }

    @Test("clipboard text is Base64, and wrapped for tmux")
    func clipboard() {
        #expect(
            ["", "f", "fo", "foo", "foob"].map { Base64.encode(Array($0.utf8)) } == [
                "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==",
            ])
        #expect(ControlStrings.copy("foo", within: nil) == "\u{1B}]52;c;Zm9v\u{07}")
        #expect(
            ControlStrings.copy("foo", within: .tmux)
                == "\u{1B}]52;c;Zm9v\u{07}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;Zm9v\u{07}\u{1B}\\")
    }
}
