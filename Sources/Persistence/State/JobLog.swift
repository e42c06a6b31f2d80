import FoundationEssentials
import Glibc
import Synchronization

/// What a job had to say, in two files of half the limit each, the older one dropped as the newer one fills.
final class JobLog: Sendable {
    static let limit = 1 << 20
    static let longestLine = 8192

    private let path: String
    private let mode: mode_t
    private let limit: Int
    private let file = Mutex<OpenFile?>(nil)

    init(path: String, mode: mode_t, limit: Int = JobLog.limit) {
        self.path = path
        self.mode = mode
        self.limit = limit
    }

    /// Adds the text, a line for each of its own; dropped where that fails.
    func append(_ text: String) {
        var bytes: [UInt8] = []
        for line in text.split(whereSeparator: \.isNewline) {
            bytes += line.utf8.prefix(Self.longestLine)
            bytes.append(UInt8(ascii: "\n"))
        }
        file.withLock { file in
            if let open = file, lseek(open.descriptor, 0, SEEK_END) + bytes.count > limit / 2 {
                rename(path, Self.older(path))
                file = nil
            }
            if file == nil { file = try? OpenFile(path, flags: O_WRONLY | O_APPEND, mode: mode) }
            guard let open = file else { return }
            _ = write(open.descriptor, bytes, bytes.count)
        }
    }

    /// The last `lines`, oldest first; empty where nothing was said.
    static func tail(_ path: String, lines: Int) -> [String] {
        var tail: [String] = []
        for part in [path, older(path)] where tail.count < lines {
            guard let data = try? Data(contentsOf: URL(filePath: part)) else { continue }
            let text = String(decoding: data, as: UTF8.self)
            let found = text.split(separator: "\n").suffix(lines - tail.count).map(String.init)
            tail = found + tail
        }
        return tail
    }

    private static func older(_ path: String) -> String { path + ".1" }
}
