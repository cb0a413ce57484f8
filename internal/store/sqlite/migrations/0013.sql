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
CREATE INDEX support_known ON "support" (id, knownBy);

-- The indexes and the rows that lists are counted from have support and basis by themselves, those of replies also of the response
-- (by) and of what it answers (to). Triggers keep them as they are stated.
DROP INDEX action_date;
DROP INDEX action_type;
CREATE INDEX action_date ON "action" (earliest, latest, placeInDay, id, support, basis);
CREATE INDEX action_type ON "action" (type, earliest, latest, placeInDay, id, support, basis);
ALTER TABLE ledger ADD COLUMN support TEXT;
ALTER TABLE ledger ADD COLUMN basis TEXT;
UPDATE ledger SET (support, basis) = (SELECT a.support, a.basis FROM "action" a INDEXED BY action_standing WHERE a.pk = ledger.action);
ALTER TABLE replies ADD COLUMN support TEXT;
ALTER TABLE replies ADD COLUMN basis TEXT;
ALTER TABLE replies ADD COLUMN bySupport TEXT;
ALTER TABLE replies ADD COLUMN byBasis TEXT;
ALTER TABLE replies ADD COLUMN toSupport TEXT;
ALTER TABLE replies ADD COLUMN toBasis TEXT;
UPDATE replies SET (support, basis, bySupport, byBasis, toSupport, toBasis) = (
    SELECT e.support, e.basis, a.support, a.basis, t.support, t.basis
    FROM edge e INDEXED BY response_standing CROSS JOIN "action" a INDEXED BY action_standing CROSS JOIN "action" t INDEXED BY action_standing
    WHERE e.pk = replies.edge AND e.label = 'RESPONDS_TO' AND a.pk = e.src AND t.pk = e.dst
);
CREATE TRIGGER standing_of_action AFTER UPDATE OF support, basis ON "action"
WHEN new.support IS NOT old.support OR new.basis IS NOT old.basis
BEGIN
    UPDATE ledger SET support = new.support, basis = new.basis WHERE action = new.pk;
    UPDATE replies SET bySupport = new.support, byBasis = new.basis WHERE response = new.pk;
    UPDATE replies SET toSupport = new.support, toBasis = new.basis
    WHERE response IN (SELECT src FROM edge WHERE dst = new.pk AND label = 'RESPONDS_TO')
    AND edge IN (SELECT pk FROM edge WHERE dst = new.pk AND label = 'RESPONDS_TO');
END;
CREATE TRIGGER standing_of_response AFTER UPDATE OF support, basis ON edge
WHEN new.label = 'RESPONDS_TO' AND (new.support IS NOT old.support OR new.basis IS NOT old.basis)
BEGIN
    UPDATE replies SET support = new.support, basis = new.basis WHERE response = new.src AND edge = new.pk;
END
