import FoundationEssentials
import Glibc

/// The version that a Helm gave when it was asked, in a file. What can't be read or written is as if it weren't there.
package struct HelmVersionMemory: Sendable {
    private let file: String
    private let mode: UInt32

    private struct Record: Codable {
        let helm: HelmIdentity
        let answer: String
    }

    /// - Parameter mode: the access mode that the file is made with.
    package init(file: String, mode: UInt32 = 0o600) {
        self.file = file
        self.mode = mode
    }

    func answer(of helm: HelmIdentity) -> String? {
        guard let data = FileManager.default.contents(atPath: file),
            let record = try? JSONDecoder().decode(Record.self, from: data), record.helm == helm
        else { return nil }
        return record.answer
    }

    /// Writes in place: what was cut short, or written by two at once, is no JSON and so no answer.
    func keep(_ answer: String, of helm: HelmIdentity) {
        guard let data = try? JSONEncoder().encode(Record(helm: helm, answer: answer)) else { return }
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        _ = data.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }
}
