-- The days of a source's publication, by which sources are narrowed.
ALTER TABLE "source" ADD COLUMN earliest TEXT;
ALTER TABLE "source" ADD COLUMN latest TEXT;

-- For whom claims are made at any time. counts: at the time of the action in which the claim was made; occasions are all such actions
-- at whose time it was so, as a JSON list of ids, NULL for all. Filled anew by the version that brings this.
DROP TABLE held;
CREATE TABLE held (
    actor INTEGER NOT NULL, claim INTEGER NOT NULL, direct INTEGER NOT NULL, side INTEGER NOT NULL, counts INTEGER NOT NULL, occasions TEXT,
    PRIMARY KEY (actor, claim)
) WITHOUT ROWID;
CREATE INDEX held_claim ON held (claim, actor);

-- Which links to an action answer it for one who owes it an answer, or is said to. Filled by the version that brings this.
CREATE TABLE answers (
    action INTEGER NOT NULL, actor INTEGER NOT NULL, response INTEGER NOT NULL, edge INTEGER NOT NULL,
    PRIMARY KEY (action, actor, response)
) WITHOUT ROWID;
CREATE INDEX answers_response ON answers (response);

-- What a lens asks of actions, of responses and of supports, so that it is read off an index: the rows are long.
CREATE INDEX action_standing ON "action" (pk, support, basis, datasets);
CREATE INDEX response_standing ON edge (pk, support, basis, datasets, src, dst, label) WHERE label = 'RESPONDS_TO';
CREATE INDEX support_known ON "support" (id, knownBy)
