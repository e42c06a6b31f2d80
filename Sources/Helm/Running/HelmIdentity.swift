import Glibc

/// Which file a Helm is, so that one that was asked for its version needn't be asked again until it's another.
/// Only a program of its own is known again: a script, or a link to a version switch, may lead to another Helm
/// from one call to the next.
struct HelmIdentity: Codable, Equatable {
    let file: String
    let device: UInt64
    let inode: UInt64
    let size: Int64
    /// When it was last written and when its inode was last changed, in nanoseconds since 1970.
    let modified: Int64
    let changed: Int64

    /// nil for what can't be known again.
    init?(path: String) {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        file = String(cString: resolved)
        let name = file.split(separator: "/").last ?? ""
        var status = stat()
        guard name.hasPrefix("helm"), stat(file, &status) == 0, Self.isProgram(file) else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
    }

    /// Whether it begins as an executable of elf(5) does.
    private static func isProgram(_ file: String) -> Bool {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var start = [UInt8](repeating: 0, count: 4)
        return read(descriptor, &start, start.count) == start.count && start == [0x7f, 0x45, 0x4c, 0x46]
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
