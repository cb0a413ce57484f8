-- Actions of a type by date, and how many there are of each.
CREATE INDEX action_type ON "action" (type, earliest, latest, id);
