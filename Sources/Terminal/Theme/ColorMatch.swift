/// The nearest of a terminal's fixed colours to a wanted one, by distance in Oklab.
enum ColorMatch {
    /// The 16 colours as xterm and its kin draw them; users change them, so that this is a guess.
    static let ansi16: [UInt32] = [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]

    /// The colour of an index from 16 to 255: a cube of six levels a side, then 24 greys.
    static func cube(_ index: Int) -> UInt32 {
        if index >= 232 {
            let level = UInt32(8 + 10 * (index - 232))
            return level << 16 | level << 8 | level
        }
        let levels: [UInt32] = [0, 95, 135, 175, 215, 255]
        let place = index - 16
        return levels[place / 36] << 16 | levels[place / 6 % 6] << 8 | levels[place % 6]
    }

    static func nearest256(_ rgb: UInt32) -> UInt8 {
        UInt8(nearest(rgb, among: 16..<256, color: cube))
    }

    static func nearest16(_ rgb: UInt32) -> UInt8 {
        UInt8(nearest(rgb, among: 0..<16) { ansi16[$0] })
    }

    private static func nearest(_ rgb: UInt32, among range: Range<Int>, color: (Int) -> UInt32) -> Int {
        let wanted = Oklab(rgb)
        var best = (index: range.lowerBound, distance: Float.infinity)
        for index in range {
            let distance = wanted.distance(to: Oklab(color(index)))
            if distance < best.distance { best = (index, distance) }
        }
        return best.index
    }
}

/// A colour in Björn Ottosson's Oklab, where distance is near to how different two colours look.
private struct Oklab {
    let lightness, a, b: Float

    init(_ rgb: UInt32) {
        let red = Self.linear(rgb >> 16 & 255)
        let green = Self.linear(rgb >> 8 & 255)
        let blue = Self.linear(rgb & 255)
        let long = Self.cubeRoot(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        let middle = Self.cubeRoot(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        let short = Self.cubeRoot(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
        a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
        b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    }

    func distance(to other: Oklab) -> Float {
        let (dl, da, db) = (lightness - other.lightness, a - other.a, b - other.b)
        return dl * dl + 4 * (da * da + db * db)
    }

    /// sRGB's curve as its usual approximation; the error is far below the distance of any two candidates.
    private static func linear(_ channel: UInt32) -> Float {
        let value = Float(channel) / 255
        return value * (value * (value * 0.305306011 + 0.682171111) + 0.012522878)
    }

    private static func cubeRoot(_ value: Float) -> Float {
        guard value > 0 else { return 0 }
        var root = value < 0.125 ? value * 2 + 0.1 : value * 0.6 + 0.4
        for _ in 0..<4 { root -= (root * root * root - value) / (3 * root * root) }
        return root
    }
}
