import Foundation
import Yams

/// A chart folder and what its Chart.yaml says.
package struct Chart: Sendable, Equatable {
    /// The folder's path.
    package let folder: String
    package let name: String
    package let version: String
    package let appVersion: String
    package let annotations: [String: String]

    private struct Metadata: Decodable {
        let name: String
        let version: String
        let appVersion: String?
        let annotations: [String: String]?
    }

    /// Reads `folder`/Chart.yaml.
    package init(folder: String) throws(HelmError) {
        let file = folder + "/Chart.yaml"
        guard let contents = FileManager.default.contents(atPath: file) else {
            throw .unreadableChart(path: folder, reason: "Chart.yaml is missing or unreadable")
        }
        let metadata: Metadata
        do {
            metadata = try YAMLDecoder().decode(
                Metadata.self, from: String(decoding: contents, as: UTF8.self))
        } catch {
            throw .unreadableChart(
                path: folder, reason: "Chart.yaml lacks a name and a version, or is no YAML")
        }
        self.folder = folder
        self.name = metadata.name
        self.version = metadata.version
        self.appVersion = metadata.appVersion ?? ""
        self.annotations = metadata.annotations ?? [:]
    }
}
