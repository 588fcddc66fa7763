import GRDB

/// The ledger's tables.
enum LedgerSchema {
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("ledger") { database in
            try database.execute(sql: tables)
        }
        migrator.registerMigration("cameras") { database in
            try database.execute(sql: cameras)
        }
        migrator.registerMigration("response") { database in
            try database.execute(sql: response)
        }
        return migrator
    }()

    private static let cameras = """
        -- Each camera as its last entry left it; written with that entry. Such an entry has
        -- 'cameras/ID' in place of an alert's id, and priority 0.
        CREATE TABLE camera (id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """

    private static let response = """
        -- What the desk keeps beside the entries, each as it was last: stations (written with their
        -- entries), units, drills, policies.
        CREATE TABLE memo (
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            record TEXT NOT NULL,
            PRIMARY KEY (kind, id)
        ) STRICT, WITHOUT ROWID;

        -- Each alert as its last entry left it, found by the entry that raised it.
        CREATE TABLE alert_by_raise (
            raised INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            queue TEXT NOT NULL,
            state TEXT NOT NULL,
            open INTEGER NOT NULL,
            episode_open INTEGER NOT NULL,
            signal_source TEXT,
            signal_id TEXT,
            incident TEXT,
            standing TEXT NOT NULL,
            record TEXT NOT NULL
        ) STRICT;
        INSERT INTO alert_by_raise
            SELECT raised, id, queue, state, open, episode_open, signal_source, signal_id, NULL,
                iif(state = 'raised', 'waiting', 'reached'), record
            FROM alert ORDER BY raised;
        DROP TABLE alert;
        ALTER TABLE alert_by_raise RENAME TO alert;
        CREATE INDEX alert_live ON alert (raised) WHERE open = 1 OR episode_open = 1;
        CREATE INDEX alert_standing ON alert (standing)
            WHERE standing IN ('merged', 'withdrawn');
        CREATE INDEX alert_incident ON alert (incident) WHERE incident IS NOT NULL;
        CREATE INDEX incident_first ON alert (raised) WHERE id = incident;
        CREATE UNIQUE INDEX alert_signal ON alert (signal_source, signal_id)
            WHERE signal_source IS NOT NULL;
        CREATE INDEX entry_raised ON entry (at_ms) WHERE type = 'raised';

        -- Which alerts stand in a queue: its station's, and whoever was told of it.
        CREATE TABLE roll (
            queue TEXT NOT NULL,
            open INTEGER NOT NULL,
            raised INTEGER NOT NULL,
            PRIMARY KEY (queue, open, raised)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO roll SELECT queue, open, raised FROM alert;
        """

    private static let tables = """
        -- Every deed, in order and without holes; append-only. A row's hash is that of its payload's
        -- hash and of the row before it, so that data may be deleted and the chain still holds.
        CREATE TABLE entry (
            sequence INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            type TEXT NOT NULL,
            alert TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            subject TEXT NOT NULL,
            priority INTEGER NOT NULL,
            data TEXT,
            payload_hash BLOB NOT NULL,
            hash BLOB NOT NULL,
            UNIQUE (alert, ordinal)
        ) STRICT;

        -- Where an entry stands: numbered in each queue without holes.
        CREATE TABLE place (
            queue TEXT NOT NULL,
            number INTEGER NOT NULL,
            sequence INTEGER NOT NULL REFERENCES entry (sequence),
            PRIMARY KEY (queue, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX place_sequence ON place (sequence);

        -- Each alert as its last entry left it; written with that entry.
        CREATE TABLE alert (
            id TEXT PRIMARY KEY,
            raised INTEGER NOT NULL,
            queue TEXT NOT NULL,
            state TEXT NOT NULL,
            open INTEGER NOT NULL,
            episode_open INTEGER NOT NULL,
            signal_source TEXT,
            signal_id TEXT,
            record TEXT NOT NULL
        ) STRICT;
        CREATE INDEX alert_raised ON alert (raised);
        CREATE INDEX alert_queue ON alert (queue, raised);
        CREATE INDEX alert_open ON alert (queue, state) WHERE open = 1;
        CREATE INDEX alert_episode ON alert (raised) WHERE episode_open = 1;
        CREATE UNIQUE INDEX alert_signal ON alert (signal_source, signal_id)
            WHERE signal_source IS NOT NULL;

        -- What was answered to requests with an idempotency key.
        CREATE TABLE answer (
            key TEXT PRIMARY KEY,
            request TEXT NOT NULL,
            alert TEXT NOT NULL,
            created INTEGER NOT NULL,
            at_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX answer_at ON answer (at_ms);

        -- Who looked at which picture, when.
        CREATE TABLE look_up (at_ms INTEGER NOT NULL, what TEXT NOT NULL, caller TEXT NOT NULL) STRICT;

        -- Where each terminal began to read its queue.
        CREATE TABLE terminal (
            queue TEXT NOT NULL,
            name TEXT NOT NULL,
            origin INTEGER NOT NULL,
            PRIMARY KEY (queue, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO meta VALUES ('epoch', 1);
        """
}
