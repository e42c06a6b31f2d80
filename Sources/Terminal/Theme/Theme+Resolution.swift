import CNcurses

extension Theme {
    /// How curses shows a style: an attribute mask of `CN_BOLD` and its kin, and two colours (-1 is the
    /// terminal's own).
    struct Resolved: Hashable {
        var attributes: UInt32 = 0
        var foreground: Int32 = -1
        var background: Int32 = -1
    }

    func resolve(_ style: Style, depth: ColorDepth) -> Resolved {
        var resolved = Resolved()
        let added = attributes[style.foreground] ?? []
        if style.bold || added.contains(.bold) { resolved.attributes |= UInt32(CN_BOLD) }
        if style.underline || added.contains(.underline) { resolved.attributes |= UInt32(CN_UNDERLINE) }
        if style.reverse || added.contains(.reverse) { resolved.attributes |= UInt32(CN_REVERSE) }
        if style.dim || added.contains(.dim) { resolved.attributes |= UInt32(CN_DIM) }
        if monochrome || depth == .monochrome {
            resolved.attributes |= style.foreground.monochromeText | style.background.monochromeGround
            return resolved
        }
        if attributes[style.background]?.contains(.reverse) == true {
            resolved.attributes |= UInt32(CN_REVERSE)
        }
        resolved.background = index(style.background, depth: depth)
        resolved.foreground = index(style.foreground, depth: depth)
        if depth <= .ansi16 { adapt(&resolved, to: depth) }
        return resolved
    }

    /// With few colours, text may have got that of its ground; with eight, bright ones are bold.
    private func adapt(_ resolved: inout Resolved, to depth: ColorDepth) {
        let isBright = resolved.foreground >= 8
        if depth == .ansi8, resolved.background >= 8 { resolved.background -= 8 }
        if depth == .ansi8, isBright { resolved.foreground -= 8 }
        if resolved.foreground >= 0, resolved.foreground == resolved.background {
            resolved.foreground = Self.contrasting[Int(resolved.background) & 15]
            if isBright { resolved.attributes |= UInt32(CN_DIM) }
        } else if depth == .ansi8, isBright {
            resolved.attributes |= UInt32(CN_BOLD)
        }
    }

    /// The colour of a role, by its own entry or that of the role it falls back to.
    func color(_ role: Role) -> ThemeColor {
        var role = role
        while true {
            if let color = colors[role] { return color }
            guard let next = role.fallback else { return ThemeColor() }
            role = next
        }
    }

    private func index(_ role: Role, depth: ColorDepth) -> Int32 {
        let color = color(role)
        guard let rgb = color.rgb else { return -1 }
        switch depth {
        case .monochrome: return -1
        case .ansi8, .ansi16: return Int32(color.ansi16 ?? ColorMatch.nearest16(rgb))
        case .ansi256: return Int32(color.ansi256 ?? ColorMatch.nearest256(rgb))
        // Curses takes the lowest eight for the terminal's palette.
        case .direct: return rgb < 8 ? 0x010101 : Int32(rgb)
        }
    }

    /// For each of the 16 colours as a ground: black or white, whichever can be read on it.
    private static let contrasting: [Int32] = [7, 7, 0, 0, 7, 7, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0]
}

extension Role {
    /// What tells this role's text where there is no colour.
    fileprivate var monochromeText: UInt32 {
        switch self {
        case .accent, .title, .failed, .warning, .borderFocused, .key: UInt32(CN_BOLD)
        case .muted, .border, .track, .unknown: UInt32(CN_DIM)
        case .link: UInt32(CN_UNDERLINE)
        default: 0
        }
    }

    /// What tells this ground where there is no colour.
    fileprivate var monochromeGround: UInt32 {
        switch self {
        case .selection, .badge, .badgeDemo, .match: UInt32(CN_REVERSE)
        case .selectionInactive: UInt32(CN_BOLD)
        case .input, .inputInvalid: UInt32(CN_UNDERLINE)
        default: 0
        }
    }
}
