internal import Foundation
package import Logging

/// Writes log records to a `LogFile`: time, level, process, message, metadata.
package struct FileLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let label: String
    private let file: LogFile

    package init(label: String, file: LogFile, level: Logger.Level) {
        self.label = label
        self.file = file
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let details = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let text = "\(event.message)".replacingOccurrences(of: "\n", with: "\\n")
        file.append("\(Date().ISO8601Format()) \(event.level) \(label)[\(getpid())] \(text)\(details)")
    }
}
