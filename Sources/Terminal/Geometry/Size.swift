/// A width and a height in terminal cells; never negative.
package struct Size: Hashable, Sendable {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
    }

    package static let zero = Size(width: 0, height: 0)

    /// The rectangle of this size whose corner is the origin.
    package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }
}
