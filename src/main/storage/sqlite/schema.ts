/** `hook` in ASCII: tells our files from any other SQLite database. */
export const APPLICATION_ID = 0x686f6f6b;

/**
 * Version 1.
 *
 * Strings from the wire (method, target, …) are BLOBs of their bytes: TEXT ends some operations at a NUL. Free texts
 * (event types, names, labels) are JSON, in which a lone surrogate survives; header lists are JSON of byte strings.
 * What a list shows lies in `captures`, apart from the payloads, so that a page reads few pages. Numbers that a sender
 * or a clock chooses are REAL: INTEGER refuses fractions and what a 64-bit integer cannot hold.
 */
export const VERSION_1 = `
CREATE TABLE captures (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  endpoint_id TEXT NOT NULL,
  -- Token of the clear that hid the capture; NULL: visible.
  hidden TEXT,
  received_at REAL NOT NULL,
  via TEXT NOT NULL,
  method BLOB NOT NULL,
  -- The method with A to Z lower-cased, for the filter.
  method_key BLOB NOT NULL,
  target BLOB NOT NULL,
  http_version BLOB NOT NULL,
  content_type BLOB,
  body_bytes INTEGER NOT NULL,
  raw_bytes INTEGER NOT NULL,
  -- What the capture takes in payloads and replies; the bound by bytes counts these.
  stored_bytes INTEGER NOT NULL,
  body_sha256 BLOB NOT NULL,
  completeness TEXT NOT NULL,
  malformed TEXT,
  event_type TEXT,
  delivery_id TEXT,
  reply_status INTEGER,
  reply_ms REAL,
  verdicts TEXT NOT NULL DEFAULT '[]',
  -- Scheme of the first verdict, and its status or 'malformed', for the filter.
  scheme TEXT COLLATE NOCASE,
  status TEXT
) STRICT;
CREATE INDEX captures_by_endpoint ON captures (endpoint_id, id) WHERE hidden IS NULL;
CREATE INDEX captures_by_method ON captures (method_key, id) WHERE hidden IS NULL;
CREATE INDEX captures_by_scheme ON captures (scheme, id) WHERE hidden IS NULL AND scheme IS NOT NULL;
CREATE INDEX captures_by_status ON captures (status, id) WHERE hidden IS NULL AND status IS NOT NULL;
CREATE INDEX captures_by_age ON captures (received_at);
CREATE INDEX captures_hidden ON captures (hidden, id) WHERE hidden IS NOT NULL;

CREATE TABLE payloads (
  id INTEGER PRIMARY KEY REFERENCES captures (id) ON DELETE CASCADE,
  headers TEXT NOT NULL,
  trailers TEXT NOT NULL,
  peer_address TEXT NOT NULL,
  peer_port INTEGER NOT NULL,
  declared_body_bytes REAL,
  head_ms REAL NOT NULL,
  body_ms REAL NOT NULL,
  raw_sha256 BLOB NOT NULL,
  -- Where the body lies in raw; 0 when it does not lie there in one piece and has a column of its own.
  body_offset INTEGER NOT NULL,
  raw BLOB NOT NULL,
  body BLOB
) STRICT;

CREATE TABLE replies (
  id INTEGER PRIMARY KEY REFERENCES captures (id) ON DELETE CASCADE,
  status INTEGER NOT NULL,
  source TEXT NOT NULL,
  headers TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- The capture it replayed; kept when that one is pruned.
  capture_id INTEGER,
  at REAL NOT NULL,
  stored_bytes INTEGER NOT NULL,
  summary TEXT NOT NULL
) STRICT;
CREATE INDEX attempts_by_capture ON attempts (capture_id, id) WHERE capture_id IS NOT NULL;
CREATE INDEX attempts_by_age ON attempts (at);

CREATE TABLE attempt_payloads (
  id INTEGER PRIMARY KEY REFERENCES attempts (id) ON DELETE CASCADE,
  exchange TEXT NOT NULL,
  draft TEXT NOT NULL,
  request_body BLOB NOT NULL,
  reply_body BLOB NOT NULL,
  -- NULL: the draft's body is what was sent.
  draft_body BLOB
) STRICT;

CREATE TABLE endpoints (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  facts TEXT NOT NULL,
  reply_body BLOB NOT NULL
) STRICT;

CREATE TABLE secrets (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  endpoint_id TEXT NOT NULL REFERENCES endpoints (id) ON DELETE CASCADE,
  facts TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX secrets_by_endpoint ON secrets (endpoint_id);

CREATE TABLE named_values (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Totals, kept with each change: counting a million rows takes longer than showing a page of them.
CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters (name, value) VALUES ('visible', 0), ('hidden', 0), ('bytes', 0), ('attempts', 0);
`;

/**
 * Version 2: attempts of one delivery are numbered (`CaptureSummary.deliveryAttempt`; 100 is `MAX_DELIVERY_ATTEMPT`), and
 * secrets have a validity. A delivery's captures share endpoint, scheme and delivery id; those without a number are of none.
 */
export const VERSION_2 = `
ALTER TABLE captures ADD COLUMN delivery_attempt INTEGER;
UPDATE captures SET delivery_attempt = min(100, numbered.n) FROM (
  SELECT id, row_number() OVER (PARTITION BY endpoint_id, scheme, delivery_id ORDER BY id) AS n
  FROM captures WHERE scheme IS NOT NULL AND delivery_id IS NOT NULL
) AS numbered WHERE numbered.id = captures.id;
-- With the number last: the few that may still have to be counted up are found without passing all the others.
CREATE INDEX captures_by_delivery ON captures (delivery_id, endpoint_id, scheme, delivery_attempt)
  WHERE delivery_id IS NOT NULL;
CREATE INDEX captures_retries ON captures (id) WHERE hidden IS NULL AND delivery_attempt > 1;
UPDATE secrets SET facts = json_set(facts, '$.validFrom', NULL, '$.validUntil', NULL);
`;

/**
 * Version 3: endpoints answer handshakes, by rules and by forwarding (`ReplySettings`), a capture says what answered it, and what
 * a forward's target did not take waits. A capture that waits is not deleted.
 */
export const VERSION_3 = `
ALTER TABLE captures ADD COLUMN reply_label TEXT;
-- JSON, the bytes of a body in it as base64.
ALTER TABLE endpoints ADD COLUMN replying TEXT NOT NULL
  DEFAULT '{"handshakes":{"on":true,"awaitsSecret":false},"rules":[],"forward":null}';
CREATE TABLE queue (
  capture_id INTEGER NOT NULL REFERENCES captures (id),
  target_id TEXT NOT NULL,
  facts TEXT NOT NULL,
  PRIMARY KEY (capture_id, target_id)
) STRICT, WITHOUT ROWID;
`;

/**
 * Version 4: what searches need. `search_segments` names the files of the search index (../search/) that belong to these
 * captures: a file that is not named, as after a backup was restored, counts for nothing. `rows` is how many captures it was
 * made of. A capture that comes into a range after its segment was made, as salvaged ones do, ends the segment.
 *
 * `event_captures` has the event types of the captures that segments cover, for these alone of all that is searched may change.
 * An index of `captures` would cost every capture twice, and the migration of a million of them half a minute.
 */
export const VERSION_4 = `
CREATE TABLE search_segments (
  first INTEGER PRIMARY KEY,
  last INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  name TEXT NOT NULL
) STRICT;
CREATE TABLE event_captures (
  event_type TEXT NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (event_type, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER captures_come_late AFTER INSERT ON captures
  WHEN NEW.id <= (SELECT last FROM search_segments ORDER BY first DESC LIMIT 1)
  BEGIN DELETE FROM search_segments WHERE NEW.id BETWEEN first AND last; END;
CREATE TRIGGER captures_change_event AFTER UPDATE OF event_type ON captures
  WHEN NEW.event_type IS NOT OLD.event_type
    AND NEW.id <= (SELECT last FROM search_segments ORDER BY first DESC LIMIT 1)
  BEGIN
    DELETE FROM event_captures WHERE event_type = OLD.event_type AND id = OLD.id;
    INSERT OR IGNORE INTO event_captures SELECT NEW.event_type, NEW.id WHERE NEW.event_type IS NOT NULL;
  END;
CREATE TRIGGER captures_leave_event AFTER DELETE ON captures WHEN OLD.event_type IS NOT NULL
  BEGIN DELETE FROM event_captures WHERE event_type = OLD.event_type AND id = OLD.id; END;
`;
