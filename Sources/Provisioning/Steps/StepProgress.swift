internal import Domain

/// Tells what a running step waits for, once for each change.
actor StepProgress {
    private var record: StepRecord
    private let lease: any JobLease

    init(record: StepRecord, lease: any JobLease) {
        self.record = record
        self.lease = lease
    }

    /// - Throws: `DomainError.fenced` when the job was taken away.
    func say(_ detail: String) async throws {
        guard record.detail != detail else { return }
        record.detail = detail
        try await lease.record(record)
    }
}
