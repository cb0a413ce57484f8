-- The place of an action within its day, by which rows of one date are in order; 10000 is the last. It is a part of every order
-- by date, so the tables of the attribution have it in their keys. They are filled anew by the version that brings this.
ALTER TABLE "action" ADD COLUMN placeInDay INTEGER NOT NULL DEFAULT 10000;
DROP INDEX action_date;
DROP INDEX action_type;
CREATE INDEX action_date ON "action" (earliest, latest, placeInDay, id);
CREATE INDEX action_type ON "action" (type, earliest, latest, placeInDay, id);

DROP TABLE ledger;
CREATE TABLE ledger (
    key TEXT NOT NULL, earliest TEXT NOT NULL, latest TEXT NOT NULL, placeInDay INTEGER NOT NULL, id TEXT NOT NULL,
    action INTEGER NOT NULL, direct INTEGER NOT NULL, quadClass TEXT NOT NULL, points INTEGER, part INTEGER NOT NULL,
    side INTEGER NOT NULL,
    PRIMARY KEY (key, earliest, latest, placeInDay, id)
) WITHOUT ROWID;
CREATE INDEX ledger_action ON ledger (action, key);

DROP TABLE replies;
CREATE TABLE replies (
    key TEXT NOT NULL, earliest TEXT NOT NULL, latest TEXT NOT NULL, placeInDay INTEGER NOT NULL, id TEXT NOT NULL,
    edge INTEGER NOT NULL, response INTEGER NOT NULL, direct INTEGER NOT NULL,
    PRIMARY KEY (key, earliest, latest, placeInDay, id)
) WITHOUT ROWID;
CREATE INDEX replies_response ON replies (response, key);

DROP TABLE occasions;
CREATE TABLE occasions (
    key TEXT NOT NULL, earliest TEXT NOT NULL, latest TEXT NOT NULL, placeInDay INTEGER NOT NULL, id TEXT NOT NULL,
    action INTEGER NOT NULL, response INTEGER NOT NULL, edge INTEGER NOT NULL, direct INTEGER NOT NULL,
    since TEXT NOT NULL, "until" TEXT NOT NULL,
    PRIMARY KEY (key, earliest, latest, placeInDay, id, response)
) WITHOUT ROWID;
CREATE INDEX occasions_response ON occasions (response, key);
CREATE INDEX occasions_action ON occasions (action, key);

DROP TABLE owed;
CREATE TABLE owed (
    key TEXT NOT NULL, answered INTEGER NOT NULL, earliest TEXT NOT NULL, latest TEXT NOT NULL, placeInDay INTEGER NOT NULL,
    id TEXT NOT NULL, action INTEGER NOT NULL, actor INTEGER NOT NULL, direct INTEGER NOT NULL, answeredOn TEXT,
    PRIMARY KEY (key, answered, earliest, latest, placeInDay, id)
) WITHOUT ROWID;
CREATE INDEX owed_action ON owed (action)
