import GRDB

/// The tables. Times are milliseconds since 1970; ids are lower-case UUIDs.
enum Schema {
    /// Tells our databases from other programs' ("Urum").
    static let applicationID: Int32 = 0x5572_756D

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 stores, jobs, audit") { connection in
            try connection.execute(sql: stores + jobs + audit)
        }
        migrator.registerMigration("2 cancelling") { connection in
            try connection.execute(sql: "ALTER TABLE jobs ADD COLUMN cancel_requested_by TEXT")
        }
        migrator.registerMigration("3 clusters") { connection in
            try connection.execute(sql: clusters)
        }
        migrator.registerMigration("4 deaths") { connection in
            try connection.execute(sql: deaths)
        }
        return migrator
    }

    private static let stores = """
        CREATE TABLE stores (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            cluster TEXT NOT NULL,
            namespace TEXT NOT NULL,
            engine TEXT NOT NULL,
            size TEXT NOT NULL,
            hosts TEXT NOT NULL,
            chart_digest TEXT NOT NULL,
            chart_version TEXT NOT NULL,
            overrides TEXT NOT NULL,
            ingress_class TEXT,
            tls_issuer TEXT,
            storage_class TEXT,
            phase TEXT NOT NULL,
            last_error TEXT,
            revision INTEGER,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            closed_at INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX stores_open_name ON stores (cluster, name) WHERE closed_at IS NULL;
        CREATE UNIQUE INDEX stores_open_namespace ON stores (cluster, namespace) WHERE closed_at IS NULL;

        """

    private static let clusters = """
        CREATE TABLE clusters (
            name TEXT NOT NULL PRIMARY KEY,
            identity TEXT NOT NULL
        ) STRICT;
        """

    /// How many workers died at a job since it last got further, and how many of its steps it got to the end of.
    private static let deaths = """
        ALTER TABLE jobs ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE jobs ADD COLUMN reached INTEGER NOT NULL DEFAULT 0;
        """

    private static let jobs = """
        CREATE TABLE jobs (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            store_id TEXT NOT NULL REFERENCES stores (id),
            store_name TEXT NOT NULL,
            cluster TEXT NOT NULL,
            kind TEXT NOT NULL,
            parameters TEXT NOT NULL,
            state TEXT NOT NULL
                CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
            attempt INTEGER NOT NULL,
            token INTEGER NOT NULL,
            run_at INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            started_at INTEGER,
            finished_at INTEGER,
            failure TEXT,
            steps TEXT NOT NULL,
            requested_by TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX jobs_one_active ON jobs (store_id) WHERE state IN ('queued', 'running');
        CREATE INDEX jobs_due ON jobs (cluster, run_at, seq) WHERE state IN ('queued', 'running');
        CREATE INDEX jobs_by_cluster ON jobs (cluster, seq);
        CREATE INDEX jobs_by_store ON jobs (store_id, seq);

        """

    private static let audit = """
        CREATE TABLE audit (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            target TEXT NOT NULL,
            cluster TEXT NOT NULL,
            job_id TEXT,
            outcome TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT;
        CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
        CREATE TRIGGER audit_keeps_values BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
        """
}
