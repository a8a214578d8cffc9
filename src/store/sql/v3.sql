-- Version 3: values of fields that are personal (a contact, a telephone). No record holds them; they leave only
-- where a person ticks it.
CREATE TABLE personal (
    feature  TEXT NOT NULL,
    field    TEXT NOT NULL,
    value    TEXT NOT NULL,
    noted_at TEXT NOT NULL,
    PRIMARY KEY (feature, field)
) STRICT;
