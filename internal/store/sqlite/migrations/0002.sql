-- Actions of a type by date, and how many there are of each.
CREATE INDEX action_type ON "action" (type, earliest, latest, id);

-- All names of a node, as package graph derives them. What was loaded before has its first name alone until loaded anew.
ALTER TABLE node ADD COLUMN names TEXT;
UPDATE node SET names = char(10) || ' ' || sortName || char(10)
