/// The lines in which two texts differ, as `diff -u` writes them.
enum UnifiedDiff {
    /// How many equal lines are shown around each difference.
    private static let context = 3

    /// Empty when the texts are equal.
    static func text(_ old: [String], _ new: [String], title: String) -> String {
        let entries = entries(old, new)
        guard entries.contains(where: { $0.mark != " " }) else { return "" }
        var lines = ["--- \(title)", "+++ \(title)"]
        var index = 0
        while let first = entries[index...].firstIndex(where: { $0.mark != " " }) {
            var last = first
            while let next = entries[(last + 1)...].firstIndex(where: { $0.mark != " " }),
                next - last <= 2 * context + 1
            {
                last = next
            }
            let hunk = entries[max(index, first - context)...min(entries.count - 1, last + context)]
            lines.append(header(hunk))
            lines += hunk.map { "\($0.mark)\($0.text)" }
            index = hunk.endIndex
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private struct Entry {
        let mark: Character
        let text: String
        /// The line's number in the old and the new text, from 1, or where it would be.
        let position: (old: Int, new: Int)
    }

    private static func entries(_ old: [String], _ new: [String]) -> [Entry] {
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var entries: [Entry] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            let position = (old: left + 1, new: right + 1)
            if left < old.count, removed.contains(left) {
                entries.append(Entry(mark: "-", text: old[left], position: position))
                left += 1
            } else if right < new.count, inserted.contains(right) {
                entries.append(Entry(mark: "+", text: new[right], position: position))
                right += 1
            } else {
                entries.append(Entry(mark: " ", text: old[left], position: position))
                (left, right) = (left + 1, right + 1)
            }
        }
        return entries
    }

    private static func header(_ hunk: ArraySlice<Entry>) -> String {
        let (old, new) = (hunk.count { $0.mark != "+" }, hunk.count { $0.mark != "-" })
        let start = hunk.first?.position ?? (old: 0, new: 0)
        return "@@ -\(old == 0 ? start.old - 1 : start.old),\(old) "
            + "+\(new == 0 ? start.new - 1 : start.new),\(new) @@"
    }
}
