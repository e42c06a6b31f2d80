/// A chart's identity: equal digests mean the same files with the same contents.
package enum ChartDigest {
    /// SHA-256 over the folder's sorted relative paths and contents, as 64 lower-case hexadecimal digits.
    package static func of(folder: String) throws(HelmError) -> String {
        try ChartFiles(folder: folder).digest
    }
}
