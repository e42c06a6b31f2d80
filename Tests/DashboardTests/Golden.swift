import Foundation
import Testing

/// Compares a picture with the file that holds it. `URUMI_RECORD=1` writes the files instead.
func expectGolden(_ picture: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws
{
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Goldens/\(name).txt")
    if ProcessInfo.processInfo.environment["URUMI_RECORD"] == "1" {
        try Data((picture + "\n").utf8).write(to: file)
        return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(picture + "\n" == expected, "\(name) looks different", sourceLocation: sourceLocation)
}
