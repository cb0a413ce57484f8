-- What counting asks of an action: its quad class ('' for none), its Goldstein points in millionths, and whether it is part of another.
ALTER TABLE ledger ADD COLUMN quadClass TEXT NOT NULL DEFAULT '';
ALTER TABLE ledger ADD COLUMN points INTEGER;
ALTER TABLE ledger ADD COLUMN part INTEGER NOT NULL DEFAULT 0;

-- What is owed, under the keys of those whom it concerns, by the date of the request. id is that of the item.
DROP TABLE owed;
CREATE TABLE owed (
    key TEXT NOT NULL, answered INTEGER NOT NULL, earliest TEXT NOT NULL, latest TEXT NOT NULL, id TEXT NOT NULL,
    action INTEGER NOT NULL, actor INTEGER NOT NULL, direct INTEGER NOT NULL, answeredOn TEXT,
    PRIMARY KEY (key, answered, earliest, latest, id)
) WITHOUT ROWID;
CREATE INDEX owed_action ON owed (action)
