-- Version 1 of the workspace. A file once written is only ever brought forward, step by step.

-- Each time somebody opened the file to write. A row that did not end cleanly asks for a check of the file.
CREATE TABLE sitting (
    id        INTEGER PRIMARY KEY,
    pid       INTEGER NOT NULL,
    opened_at TEXT    NOT NULL,
    program   TEXT    NOT NULL,
    clean     INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Bytes by their SHA-256: layers' sources, photos, documents. Cut in frames, each packed where that helps.
CREATE TABLE content (
    hash       BLOB PRIMARY KEY,
    byte_count INTEGER NOT NULL
) STRICT;
CREATE TABLE frame (
    content   BLOB    NOT NULL REFERENCES content (hash),
    seq       INTEGER NOT NULL,
    raw_bytes INTEGER NOT NULL,
    packed    INTEGER NOT NULL,
    bytes     BLOB    NOT NULL,
    PRIMARY KEY (content, seq)
) STRICT;

-- Layers in the order they came. A removed one keeps its row: its records may name it.
CREATE TABLE layer (
    id          INTEGER PRIMARY KEY,
    path        TEXT    NOT NULL,
    file_name   TEXT    NOT NULL,
    kind        TEXT,
    datum       TEXT,
    synthetic   INTEGER NOT NULL,
    removed     INTEGER NOT NULL DEFAULT 0
) STRICT;
-- The texts a layer has had, newest last.
CREATE TABLE layer_source (
    id          INTEGER PRIMARY KEY,
    layer       INTEGER NOT NULL REFERENCES layer (id),
    content     BLOB    NOT NULL REFERENCES content (hash),
    received_at TEXT    NOT NULL
) STRICT;
-- Which feature of a layer's present text bears which key, where a record or a person has said so.
CREATE TABLE feature_key (
    layer   INTEGER NOT NULL REFERENCES layer (id),
    feature INTEGER NOT NULL,
    key     TEXT    NOT NULL,
    PRIMARY KEY (layer, feature)
) STRICT;
-- Features with records that a newer text of their layer no longer has, as GeoJSON text.
CREATE TABLE kept_feature (
    layer INTEGER NOT NULL REFERENCES layer (id),
    key   TEXT    NOT NULL,
    text  TEXT    NOT NULL,
    PRIMARY KEY (layer, key)
) STRICT;

-- Records, in the order they were received. Never changed, never deleted.
CREATE TABLE record (
    id          INTEGER PRIMARY KEY,
    hash        BLOB    NOT NULL UNIQUE,
    text        TEXT    NOT NULL,
    received_at TEXT    NOT NULL,
    altered     INTEGER NOT NULL
) STRICT;
-- Photos and documents that are here in full.
CREATE TABLE attachment (
    hash        BLOB PRIMARY KEY REFERENCES content (hash),
    ext         TEXT NOT NULL,
    received_at TEXT NOT NULL
) STRICT;

-- The end of the chain this workspace writes: at most one row.
CREATE TABLE chain (
    id    TEXT    NOT NULL,
    seq   INTEGER NOT NULL,
    head  BLOB
) STRICT;

CREATE TABLE draft (
    id       TEXT PRIMARY KEY,
    feature  TEXT,
    form     TEXT NOT NULL,
    content  TEXT NOT NULL,
    saved_at TEXT NOT NULL
) STRICT;
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
-- The procedure versions that records here were judged by.
CREATE TABLE procedure (
    name    TEXT PRIMARY KEY,
    used_at TEXT NOT NULL
) STRICT;
