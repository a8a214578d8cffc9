-- Version 2: what belongs to the person at this computer and to no record. It leaves in no export.

-- What is to be done on a day, in the order of going.
CREATE TABLE day_list (
    day       TEXT    NOT NULL,
    feature   TEXT    NOT NULL,
    position  INTEGER NOT NULL,
    ticked_at TEXT,
    PRIMARY KEY (day, feature)
) STRICT;
-- Records that others have: they left in an export or a copy, or came from elsewhere.
CREATE TABLE departure (
    record  BLOB PRIMARY KEY REFERENCES record (hash),
    left_at TEXT NOT NULL
) STRICT;
-- What other software has changed in a file that came back: shown, and recorded only when a person says so.
CREATE TABLE proposal (
    id          INTEGER PRIMARY KEY,
    layer       INTEGER NOT NULL REFERENCES layer (id),
    feature     TEXT    NOT NULL,
    content     TEXT    NOT NULL,
    file_name   TEXT    NOT NULL,
    received_at TEXT    NOT NULL,
    settled_at  TEXT
) STRICT;
