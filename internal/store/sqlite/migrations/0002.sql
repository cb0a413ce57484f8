-- Actions of a type by date, and how many there are of each.
CREATE INDEX action_type ON "action" (type, earliest, latest, id);

-- All names of a node, as package graph derives them. What was loaded before has its first name alone until loaded anew.
ALTER TABLE node ADD COLUMN names TEXT;
UPDATE node SET names = char(10) || ' ' || sortName || char(10);

-- How often imported data mention an action.
ALTER TABLE "action" ADD COLUMN mentions INTEGER;

-- What is owed, by the date of the request; '' is unknown.
ALTER TABLE owed ADD COLUMN earliest TEXT NOT NULL DEFAULT '';
ALTER TABLE owed ADD COLUMN latest TEXT NOT NULL DEFAULT '';
UPDATE owed SET (earliest, latest) = (SELECT coalesce(a.earliest, ''), coalesce(a.latest, '') FROM "action" a WHERE a.pk = owed.action);
CREATE INDEX owed_date ON owed (earliest, latest, answered, answeredOn)
