-- The log (docs/decisions/0032-log.md). head is its newest revision, forgotten the last of which it was pruned. n goes on counting
-- every write, those of migrations too.
ALTER TABLE revision ADD COLUMN head INTEGER NOT NULL DEFAULT 0;
ALTER TABLE revision ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;

-- A revision as a whole; at is in UTC, to the microsecond.
CREATE TABLE recorded (revision INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, reason TEXT NOT NULL);

-- Which statements of a dataset a revision changed, the first of refs being the change at place. kind is that of all, nodes or
-- edges; refs a JSON list of ids, or of pairs of ends. What they became stands in stated, or in superseded.
CREATE TABLE touched (
    revision INTEGER NOT NULL, place INTEGER NOT NULL, dataset TEXT NOT NULL, kind TEXT NOT NULL, refs TEXT NOT NULL,
    PRIMARY KEY (revision, place)
);

-- Statements that stand no more, each from the change (since, place) to the change (until, untilPlace). src and dst are the ends
-- of an edge. Their nodes may be gone.
CREATE TABLE superseded (
    key TEXT NOT NULL, dataset TEXT NOT NULL, src TEXT, dst TEXT,
    since INTEGER NOT NULL, place INTEGER NOT NULL, "until" INTEGER NOT NULL, untilPlace INTEGER NOT NULL, record TEXT NOT NULL
);
CREATE INDEX superseded_key ON superseded (key);
CREATE INDEX superseded_src ON superseded (src) WHERE src IS NOT NULL;
CREATE INDEX superseded_dst ON superseded (dst) WHERE dst IS NOT NULL
