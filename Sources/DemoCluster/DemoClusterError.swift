/// Why the demo cluster couldn't do its work.
package enum DemoClusterError: Error, Sendable, CustomStringConvertible {
    case stateFolder(String, String)
    case listen(port: Int, String)

    package var description: String {
        switch self {
        case .stateFolder(let path, let why):
            "The demo cluster can't keep its objects in \(path): \(why). Check the folder's owner and space."
        case .listen(let port, let why):
            "The demo cluster can't listen on 127.0.0.1:\(port): \(why). Choose another port, or none."
        }
    }
}
