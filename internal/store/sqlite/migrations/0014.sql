-- How far each of those who are told what is recorded has been told (docs/decisions/0036-webhooks.md): the last change, and the first day
-- of which it was not told yet that it has passed.
CREATE TABLE delivered (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, place INTEGER NOT NULL, day TEXT NOT NULL) WITHOUT ROWID
