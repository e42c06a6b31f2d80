internal import Foundation

/// The folder that holds charts and themes: `URUMI_SHARE`, `../share/urumi` beside the program, or the
/// checkout it was built in.
package struct ShareFolder: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// nil where none of the places has charts.
    package init?(environment: [String: String], executable: String) {
        var places: [String] = []
        if let place = environment["URUMI_SHARE"], !place.isEmpty { places.append(place) }
        var folder = URL(fileURLWithPath: executable).deletingLastPathComponent()
        places.append(folder.deletingLastPathComponent().appendingPathComponent("share/urumi").path)
        for _ in 0..<6 where folder.path != "/" {
            places.append(folder.path)
            folder = folder.deletingLastPathComponent()
        }
        let found = places.first {
            FileManager.default.fileExists(atPath: $0 + "/helm/woocommerce/Chart.yaml")
        }
        guard let found else { return nil }
        path = found
    }

    package var themes: String { path + "/themes" }

    /// The folder of an engine's chart, or nil where it isn't there.
    package func chart(_ name: String) -> String? {
        let chart = path + "/helm/" + name
        return FileManager.default.fileExists(atPath: chart + "/Chart.yaml") ? chart : nil
    }
}
