import Foundation

/// A pipe whose reading end doesn't block.
final class ChildPipe {
    let reader: Int32
    private(set) var writer: Int32
    private(set) var isAtEnd = false

    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        (reader, writer) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(reader, F_SETFL, O_NONBLOCK)
    }

    func closeWriter() {
        if writer >= 0 { Foundation.close(writer) }
        writer = -1
    }

    func close() {
        closeWriter()
        Foundation.close(reader)
    }

    func drain(into bytes: inout [UInt8], limit: Int) {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while !isAtEnd, bytes.count <= limit {
            let count = read(reader, &buffer, buffer.count)
            if count > 0 { bytes += buffer[..<count] } else if count == 0 { isAtEnd = true } else { return }
        }
    }
}
