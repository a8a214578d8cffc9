-- Version 4: pictures that wait to be filed. A draft names them; their bytes stay here when the phone goes.
CREATE TABLE held (
    hash    BLOB PRIMARY KEY REFERENCES content (hash),
    held_at TEXT NOT NULL
) STRICT;
