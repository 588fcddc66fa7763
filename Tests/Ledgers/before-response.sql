PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('ledger');
INSERT INTO grdb_migrations VALUES('cameras');
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
INSERT INTO entry VALUES(1,'2026-11-23T23:42:16.226+08:00',1795448536226,'raised','01M84H4Z52HMBQTYVTWSDASCAW',1,'signals/hotel/1',1,'{"alert":"01M84H4Z52HMBQTYVTWSDASCAW","deadlines":{"accept":"2026-11-23T23:43:01.226+08:00","contained":"2026-11-23T23:47:16.226+08:00","dispatch":"2026-11-23T23:43:46.226+08:00","onscene":"2026-11-23T23:47:16.226+08:00"},"exercise":false,"grid":"jn-017","kind":"panic-button","placeClass":"P5","policy":"1","priority":1,"raisedAt":"2026-11-23T23:42:16.226+08:00","signal":{"id":"1","source":"hotel"},"state":"raised","station":"jn-017","why":{"text":"旅馆 \"east\" 1"}}',X'b7821934ffcd70605502a3c30058660fffc88c5d51f7d606ed474c36ed45b7bf',X'e46d65fc01dad2fcf15ec7446032cec2c8badd1acb189db1df996da0a1ab44c3');
INSERT INTO entry VALUES(2,'2026-11-23T23:42:16.256+08:00',1795448536256,'raised','01M84H4Z60P8V2EMEVR0P5MS27',1,'signals/hotel/2',1,'{"alert":"01M84H4Z60P8V2EMEVR0P5MS27","deadlines":{"accept":"2026-11-23T23:43:01.256+08:00","contained":"2026-11-23T23:47:16.256+08:00","dispatch":"2026-11-23T23:43:46.256+08:00","onscene":"2026-11-23T23:47:16.256+08:00"},"exercise":false,"grid":"jn-017","kind":"panic-button","placeClass":"P5","policy":"1","priority":1,"raisedAt":"2026-11-23T23:42:16.256+08:00","signal":{"id":"2","source":"hotel"},"state":"raised","station":"jn-017","why":{"text":"旅馆 \"east\" 2"}}',X'eee6e0a64deee5e7101c735db80da0e8207356db8629946b9b94985a5600e4dd',X'22cfc4a9e324aa5c5fc6df007f53ac5979fc4deacce779f7ca7ec5d095061a1d');
INSERT INTO entry VALUES(3,'2026-11-23T23:42:16.287+08:00',1795448536287,'raised','01M84H4Z6Z3QRQ15983BTFZXVW',1,'signals/hotel/3',1,'{"alert":"01M84H4Z6Z3QRQ15983BTFZXVW","deadlines":{"accept":"2026-11-23T23:43:01.287+08:00","contained":"2026-11-23T23:47:16.287+08:00","dispatch":"2026-11-23T23:43:46.287+08:00","onscene":"2026-11-23T23:47:16.287+08:00"},"exercise":false,"grid":"jn-017","kind":"panic-button","placeClass":"P5","policy":"1","priority":1,"raisedAt":"2026-11-23T23:42:16.287+08:00","signal":{"id":"3","source":"hotel"},"state":"raised","station":"jn-017","why":{"text":"旅馆 \"east\" 3"}}',X'2704b7612e96153823e618535905a2d88cce6d65bea8edcc6c6a7836c25429b0',X'ce05cba0b781a68eb9cab3ec9a3bd6691b11aba96ad573a13a1a2de17538d262');
INSERT INTO entry VALUES(4,'2026-11-23T23:42:16.310+08:00',1795448536310,'accepted','01M84H4Z60P8V2EMEVR0P5MS27',2,'signals/hotel/2',1,'{"acceptedBy":"li","actor":"li","alert":"01M84H4Z60P8V2EMEVR0P5MS27","deadlines":{"accept":"2026-11-23T23:43:01.256+08:00","contained":"2026-11-23T23:47:16.256+08:00","dispatch":"2026-11-23T23:43:46.256+08:00","onscene":"2026-11-23T23:47:16.256+08:00"},"exercise":false,"grid":"jn-017","kind":"panic-button","placeClass":"P5","policy":"1","priority":1,"raisedAt":"2026-11-23T23:42:16.256+08:00","signal":{"id":"2","source":"hotel"},"state":"accepted","station":"jn-017","why":{"text":"旅馆 \"east\" 2"}}',X'795ca01f6c9c8042e7ce43c9ac83b2beca6fa79256dd5710bb9da414384a3b90',X'169bfb1c820a1951bcf865811e8374b29e0e9cb87c108b9530294946f75b0a23');
INSERT INTO entry VALUES(5,'2026-11-23T23:42:16.335+08:00',1795448536335,'closed','01M84H4Z6Z3QRQ15983BTFZXVW',2,'signals/hotel/3',1,'{"actor":"li","alert":"01M84H4Z6Z3QRQ15983BTFZXVW","closedBy":"li","deadlines":{"accept":"2026-11-23T23:43:01.287+08:00","contained":"2026-11-23T23:47:16.287+08:00","dispatch":"2026-11-23T23:43:46.287+08:00","onscene":"2026-11-23T23:47:16.287+08:00"},"disposition":"real","exercise":false,"grid":"jn-017","kind":"panic-button","placeClass":"P5","policy":"1","priority":1,"raisedAt":"2026-11-23T23:42:16.287+08:00","signal":{"id":"3","source":"hotel"},"state":"closed","station":"jn-017","why":{"text":"旅馆 \"east\" 3"}}',X'df81aa1edbe21e8702f0d849b651c88b6004d8c3fb2558a1484e32ac38875b0a',X'4dcfac664da940e6891b05eaacac3a46a3353ea9d3c66b9f07153e3d76331947');
INSERT INTO entry VALUES(6,'2026-11-23T23:42:22.471+08:00',1795448542471,'camera.offline','cameras/gate',1,'cameras/gate',0,'{"camera":{"id":"gate","name":"泉城广场 东门"},"grid":"jn-017","reason":"opening rtsp://127.0.0.1:9/none: connection refused","since":"2026-11-23T23:42:12.467+08:00","state":"offline","station":"jn-017"}',X'28f9b4a84e5706b18f00298c28c0b28188e610f23a092d1a404ac86fcde78a1f',X'4b708c9ef157c67a183d3677733398e870151db83e05e9eff87d566edcde376d');
CREATE TABLE place (
    queue TEXT NOT NULL,
    number INTEGER NOT NULL,
    sequence INTEGER NOT NULL REFERENCES entry (sequence),
    PRIMARY KEY (queue, number)
) STRICT, WITHOUT ROWID;
INSERT INTO place VALUES('jn-017',1,1);
INSERT INTO place VALUES('jn-017',2,2);
INSERT INTO place VALUES('jn-017',3,3);
INSERT INTO place VALUES('jn-017',4,4);
INSERT INTO place VALUES('jn-017',5,5);
INSERT INTO place VALUES('jn-017',6,6);
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
INSERT INTO alert VALUES('01M84H4Z52HMBQTYVTWSDASCAW',1,'jn-017','raised',1,0,'hotel','1','{"alert":{"alert":"01M84H4Z52HMBQTYVTWSDASCAW","deadlines":{"accept":"2026-11-23T23:43:01.226+08:00","contained":"2026-11-23T23:47:16.226+08:00","dispatch":"2026-11-23T23:43:46.226+08:00","onscene":"2026-11-23T23:47:16.226+08:00"},"exercise":false,"grid":"jn-017","kind":"panic-button","placeClass":"P5","policy":"1","priority":1,"raisedAt":"2026-11-23T23:42:16.226+08:00","signal":{"id":"1","source":"hotel"},"state":"raised","station":"jn-017","why":{"text":"旅馆 \"east\" 1"}},"entries":1,"raisedNumber":1,"stateAt":"2026-11-23T23:42:16.226+08:00","stateBy":"hotel"}');
INSERT INTO alert VALUES('01M84H4Z60P8V2EMEVR0P5MS27',2,'jn-017','accepted',1,0,'hotel','2','{"alert":{"acceptedBy":"li","alert":"01M84H4Z60P8V2EMEVR0P5MS27","deadlines":{"accept":"2026-11-23T23:43:01.256+08:00","contained":"2026-11-23T23:47:16.256+08:00","dispatch":"2026-11-23T23:43:46.256+08:00","onscene":"2026-11-23T23:47:16.256+08:00"},"exercise":false,"grid":"jn-017","kind":"panic-button","placeClass":"P5","policy":"1","priority":1,"raisedAt":"2026-11-23T23:42:16.256+08:00","signal":{"id":"2","source":"hotel"},"state":"accepted","station":"jn-017","why":{"text":"旅馆 \"east\" 2"}},"entries":2,"raisedNumber":2,"stateAt":"2026-11-23T23:42:16.310+08:00","stateBy":"li"}');
INSERT INTO alert VALUES('01M84H4Z6Z3QRQ15983BTFZXVW',3,'jn-017','closed',0,0,'hotel','3','{"alert":{"alert":"01M84H4Z6Z3QRQ15983BTFZXVW","closedBy":"li","deadlines":{"accept":"2026-11-23T23:43:01.287+08:00","contained":"2026-11-23T23:47:16.287+08:00","dispatch":"2026-11-23T23:43:46.287+08:00","onscene":"2026-11-23T23:47:16.287+08:00"},"disposition":"real","exercise":false,"grid":"jn-017","kind":"panic-button","placeClass":"P5","policy":"1","priority":1,"raisedAt":"2026-11-23T23:42:16.287+08:00","signal":{"id":"3","source":"hotel"},"state":"closed","station":"jn-017","why":{"text":"旅馆 \"east\" 3"}},"entries":2,"raisedNumber":3,"stateAt":"2026-11-23T23:42:16.335+08:00","stateBy":"li"}');
CREATE TABLE answer (
    key TEXT PRIMARY KEY,
    request TEXT NOT NULL,
    alert TEXT NOT NULL,
    created INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO answer VALUES('k1',replace('POST /v1/signals\n{"source":"hotel","id":"1","kind":"panic-button","station":"jn-017","text":"旅馆 \"east\" 1"}','\n',char(10)),'01M84H4Z52HMBQTYVTWSDASCAW',1,1795448536226);
INSERT INTO answer VALUES('k2',replace('POST /v1/signals\n{"source":"hotel","id":"2","kind":"panic-button","station":"jn-017","text":"旅馆 \"east\" 2"}','\n',char(10)),'01M84H4Z60P8V2EMEVR0P5MS27',1,1795448536256);
INSERT INTO answer VALUES('k3',replace('POST /v1/signals\n{"source":"hotel","id":"3","kind":"panic-button","station":"jn-017","text":"旅馆 \"east\" 3"}','\n',char(10)),'01M84H4Z6Z3QRQ15983BTFZXVW',1,1795448536287);
CREATE TABLE look_up (at_ms INTEGER NOT NULL, what TEXT NOT NULL, caller TEXT NOT NULL) STRICT;
CREATE TABLE terminal (
    queue TEXT NOT NULL,
    name TEXT NOT NULL,
    origin INTEGER NOT NULL,
    PRIMARY KEY (queue, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('epoch',1);
CREATE TABLE camera (id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO camera VALUES('gate','{"condition":{"camera":{"id":"gate","name":"泉城广场 东门"},"grid":"jn-017","reason":"opening rtsp://127.0.0.1:9/none: connection refused","since":"2026-11-23T23:42:12.467+08:00","state":"offline","station":"jn-017"},"entries":1,"unwellSince":"2026-11-23T23:42:12.467+08:00","wasOnline":false}');
CREATE INDEX place_sequence ON place (sequence);
CREATE INDEX alert_raised ON alert (raised);
CREATE INDEX alert_queue ON alert (queue, raised);
CREATE INDEX alert_open ON alert (queue, state) WHERE open = 1;
CREATE INDEX alert_episode ON alert (raised) WHERE episode_open = 1;
CREATE UNIQUE INDEX alert_signal ON alert (signal_source, signal_id)
    WHERE signal_source IS NOT NULL;
CREATE INDEX answer_at ON answer (at_ms);
COMMIT;
