-- Whether the actor of a row, who acts alone in its key, is a side of the action.
ALTER TABLE ledger ADD COLUMN side INTEGER NOT NULL DEFAULT 0;

-- What a response answers of which nobody is named as the performer, by its own date, under the key of each exchange that the
-- response belongs to. since and until are the days of the response. Unknown days are ''.
CREATE TABLE occasions (
    key TEXT NOT NULL, earliest TEXT NOT NULL, latest TEXT NOT NULL, id TEXT NOT NULL,
    action INTEGER NOT NULL, response INTEGER NOT NULL, edge INTEGER NOT NULL, direct INTEGER NOT NULL,
    since TEXT NOT NULL, "until" TEXT NOT NULL,
    PRIMARY KEY (key, earliest, latest, id, response)
) WITHOUT ROWID;
CREATE INDEX occasions_response ON occasions (response, key);
CREATE INDEX occasions_action ON occasions (action, key);

-- By whom, and on whose behalf, claims are made: those for whom their speakers act among them.
CREATE TABLE held (
    actor INTEGER NOT NULL, claim INTEGER NOT NULL, direct INTEGER NOT NULL, side INTEGER NOT NULL,
    PRIMARY KEY (actor, claim)
) WITHOUT ROWID;
CREATE INDEX held_claim ON held (claim, actor);

-- The response that ended a stated silence, and its first day.
ALTER TABLE edge ADD COLUMN endedBy TEXT;
ALTER TABLE edge ADD COLUMN endedOn TEXT
