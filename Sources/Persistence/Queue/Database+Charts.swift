internal import Domain
import GRDB

extension Database: ChartUse {
    package func chartDigestsInUse() async throws -> Set<String> {
        try await read { connection in
            try Set(
                String.fetchAll(
                    connection,
                    sql: """
                        SELECT chart_digest FROM stores WHERE closed_at IS NULL
                        UNION SELECT parameters ->> '$.spec.chartDigest' AS digest FROM jobs
                            WHERE digest IS NOT NULL
                        UNION SELECT parameters ->> '$.previousSpec.chartDigest' AS digest FROM jobs
                            WHERE digest IS NOT NULL
                        """))
        }
    }
}
