import Glibc

/// Who may use the state folder.
enum FolderAccess: Hashable, Sendable {
    case owner
    case group(gid_t)

    var folderMode: mode_t { self == .owner ? 0o700 : 0o2770 }
    var fileMode: mode_t { self == .owner ? 0o600 : 0o660 }

    /// Makes the folder, for the owner alone, or finds out whose the existing one is.
    init(preparing path: String) throws(PersistenceError) {
        try Self.make(path, mode: 0o700)
        let status = try Self.status(ofFolder: path)
        guard status.st_mode & 0o2777 == 0o2770 else {
            self = .owner
            try check(status, path: path, mode: 0o700)
            return
        }
        self = .group(status.st_gid)
        guard Self.isMember(of: status.st_gid) else {
            throw .insecure(
                path: path, problem: "is for the group \(Self.groupName(status.st_gid))",
                mend: "`sudo usermod -aG \(Self.groupName(status.st_gid)) $USER` and log in again")
        }
        // A stranger's folder isn't made safe by a group that we happen to be in as well.
        let owner = status.st_uid
        guard owner == geteuid() || owner == 0 || Self.primaryGroup(of: owner) == status.st_gid else {
            throw Self.stranger(path, owner: owner)
        }
    }

    /// Makes a folder in the state folder, or checks that it's safe in the same way.
    func prepare(subfolder path: String) throws(PersistenceError) {
        try Self.make(path, mode: folderMode)
        try check(try Self.status(ofFolder: path), path: path, mode: folderMode)
    }

    /// Checks a file if there is one.
    func check(file path: String) throws(PersistenceError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw PersistenceError(errno: errno, path: path)
        }
        if status.st_mode & S_IFMT == S_IFLNK { throw .symbolicLink(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .insecure(path: path, problem: "is not a file", mend: "move it away")
        }
        try check(status, path: path, mode: fileMode)
    }

    private func check(_ status: stat, path: String, mode: mode_t) throws(PersistenceError) {
        switch self {
        case .owner where status.st_uid != geteuid():
            throw Self.stranger(path, owner: status.st_uid)
        case .group(let group) where status.st_gid != group:
            throw .insecure(
                path: path, problem: "belongs to the group \(Self.groupName(status.st_gid))",
                mend: "`sudo chgrp \(Self.groupName(group)) \(path)`")
        default: break
        }
        guard status.st_mode & 0o777 == mode & 0o777 else {
            throw .insecure(
                path: path, problem: "has the mode \(String(status.st_mode & 0o7777, radix: 8))",
                mend: "`chmod \(String(mode, radix: 8)) \(path)`")
        }
    }
}

extension FolderAccess {
    static func makeParents(of path: String) throws(PersistenceError) {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        let parent = String(path[..<slash])
        if Glibc.access(parent, F_OK) == 0 { return }
        try makeParents(of: parent)
        try make(parent, mode: 0o700)
    }

    private static func make(_ path: String, mode: mode_t) throws(PersistenceError) {
        // Closed at first, then as wanted: the umask has no say, and nobody slips in between.
        if mkdir(path, 0o700) == 0 {
            if chmod(path, mode) != 0 { throw PersistenceError(errno: errno, path: path) }
        } else if errno != EEXIST {
            throw PersistenceError(errno: errno, path: path)
        }
    }

    private static func status(ofFolder path: String) throws(PersistenceError) -> stat {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw PersistenceError(errno: errno, path: path) }
        if status.st_mode & S_IFMT == S_IFLNK { throw .symbolicLink(path) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw .insecure(path: path, problem: "is not a folder", mend: "move it away")
        }
        return status
    }

    private static func stranger(_ path: String, owner: uid_t) -> PersistenceError {
        let name = getpwuid(owner).map { String(cString: $0.pointee.pw_name) } ?? "user \(owner)"
        return .insecure(
            path: path, problem: "belongs to \(name)",
            mend: "run urumi as \(name), or `sudo chown -R $(id -un) \(path)`")
    }

    private static func isMember(of group: gid_t) -> Bool {
        if geteuid() == 0 || getegid() == group { return true }
        var groups = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
        let count = getgroups(Int32(groups.count), &groups)
        return groups.prefix(Int(max(0, count))).contains(group)
    }

    private static func primaryGroup(of user: uid_t) -> gid_t? {
        getpwuid(user).map { $0.pointee.pw_gid }
    }

    private static func groupName(_ group: gid_t) -> String {
        getgrgid(group).map { String(cString: $0.pointee.gr_name) } ?? "\(group)"
    }
}
