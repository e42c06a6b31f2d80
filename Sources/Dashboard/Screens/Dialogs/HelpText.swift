import Terminal

/// Every binding, by context.
enum HelpText {
    static func lines(width: Int) -> [DocumentLine] {
        let keys = min(24, max(10, width / 3))
        var lines: [DocumentLine] = []
        for context in BindingContext.allCases {
            if !lines.isEmpty { lines.append(.blank) }
            lines.append(.heading(context.title))
            for binding in Binding.all where binding.context == context {
                lines += entry(binding, keys: keys, width: width)
            }
        }
        lines += [.blank, .heading("Good to know")]
        for line in remarks { lines += DocumentLine.wrapped(line, width: width, style: .plain) }
        return lines
    }

    private static let remarks = [
        "What is queued is on disk and goes on in the background when you leave.",
        "A click selects, a double click opens, the wheel scrolls, and the keys along the bottom can be clicked.",
    ]

    private static func entry(_ binding: Binding, keys: Int, width: Int) -> [DocumentLine] {
        let name = binding.keys.map { KeyReference.name($0) }.joined(separator: " ")
        let help = Paragraph(binding.help, width: max(1, width - keys - 1)).lines
        return help.enumerated().map { index, line in
            .spans([
                Span((index == 0 ? name : "").padded(to: keys) + " ", Style(.key)), Span(line),
            ])
        }
    }
}
