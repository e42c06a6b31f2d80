import CCrypto
import Foundation

/// A chart folder's files, read once, so that what is digested is what is stored.
struct ChartFiles: Sendable {
    /// Relative path and contents, sorted by path.
    let files: [(path: String, contents: Data)]

    private static let largest = 16 * 1024 * 1024

    init(folder: String) throws(HelmError) {
        let folder = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        do {
            let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
            var files: [(path: String, contents: Data)] = []
            var size = 0
            for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
                let path = folder + "/" + name
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                switch attributes[.type] as? FileAttributeType {
                case .typeDirectory: continue
                case .typeRegular: break
                default:
                    throw HelmError.unreadableChart(
                        path: folder,
                        reason: "\(name) is no regular file; replace it by a copy of what it names")
                }
                let contents = try Data(contentsOf: URL(fileURLWithPath: path))
                size += contents.count
                guard size <= Self.largest else {
                    throw HelmError.unreadableChart(
                        path: folder, reason: "it is larger than \(Self.largest) bytes")
                }
                files.append((name, contents))
            }
            self.files = files
        } catch let error as HelmError {
            throw error
        } catch {
            throw .unreadableChart(path: folder, reason: "\(error.localizedDescription)")
        }
    }

    /// SHA-256 over each path and content with its length, as 64 hexadecimal digits.
    var digest: String {
        var bytes: [UInt8] = []
        for file in files {
            for part in [Data(file.path.utf8), file.contents] {
                withUnsafeBytes(of: UInt64(part.count).bigEndian) { bytes.append(contentsOf: $0) }
                bytes.append(contentsOf: part)
            }
        }
        var hash = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        SHA256(bytes, bytes.count, &hash)
        return hash.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
