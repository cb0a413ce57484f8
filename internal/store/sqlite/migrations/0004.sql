-- The ledger has what counting asks of an action: its quad class ('' for none), its Goldstein points in millionths, and whether
-- it is part of another. What is owed stands under the keys of those whom it concerns, by the date of the request; id is that of
-- the item. Both are filled anew by the version that brings this, and a writer of an earlier one fails.
DROP TABLE ledger;
CREATE TABLE ledger (
    key TEXT NOT NULL, earliest TEXT NOT NULL, latest TEXT NOT NULL, id TEXT NOT NULL,
    action INTEGER NOT NULL, direct INTEGER NOT NULL, quadClass TEXT NOT NULL, points INTEGER, part INTEGER NOT NULL,
    PRIMARY KEY (key, earliest, latest, id)
) WITHOUT ROWID;
CREATE INDEX ledger_action ON ledger (action, key);

DROP TABLE owed;
CREATE TABLE owed (
    key TEXT NOT NULL, answered INTEGER NOT NULL, earliest TEXT NOT NULL, latest TEXT NOT NULL, id TEXT NOT NULL,
    action INTEGER NOT NULL, actor INTEGER NOT NULL, direct INTEGER NOT NULL, answeredOn TEXT,
    PRIMARY KEY (key, answered, earliest, latest, id)
) WITHOUT ROWID;
CREATE INDEX owed_action ON owed (action)
