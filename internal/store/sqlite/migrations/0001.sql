-- Nodes and edges have integer keys, pk. A column is named as in package graph; lists are JSON texts, flags 0 or 1,
-- days texts. Texts compare by code point (BINARY). stated has the statements of the datasets, evidence what Merge
-- makes of theirs, both as JSON.

-- The one id space.
CREATE TABLE node (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    sortName TEXT NOT NULL
);

CREATE TABLE "dataset" (
    pk INTEGER PRIMARY KEY REFERENCES node, id TEXT NOT NULL UNIQUE, basis TEXT,
    name TEXT, version TEXT, licence TEXT, description TEXT, checksum TEXT, loadedAt TEXT, nodeCount INTEGER, edgeCount INTEGER,
    sortName TEXT, searchText TEXT, evidence TEXT, stated TEXT NOT NULL
);
CREATE INDEX dataset_name ON "dataset" (sortName, id);

CREATE TABLE "source" (
    pk INTEGER PRIMARY KEY REFERENCES node, id TEXT NOT NULL UNIQUE, basis TEXT,
    title TEXT, url TEXT, published TEXT, accessed TEXT, language TEXT, kind TEXT, reliability TEXT,
    sortName TEXT, searchText TEXT, evidence TEXT, stated TEXT NOT NULL
);
CREATE INDEX source_name ON "source" (sortName, id);

CREATE TABLE "actor" (
    pk INTEGER PRIMARY KEY REFERENCES node, id TEXT NOT NULL UNIQUE, basis TEXT,
    name TEXT, aliases TEXT, kind TEXT, country TEXT, description TEXT,
    sortName TEXT, searchText TEXT, evidence TEXT, stated TEXT NOT NULL
);
CREATE INDEX actor_name ON "actor" (sortName, id);
CREATE INDEX actor_country ON "actor" (country);

CREATE TABLE "place" (
    pk INTEGER PRIMARY KEY REFERENCES node, id TEXT NOT NULL UNIQUE, basis TEXT,
    name TEXT, country TEXT, latitude REAL, longitude REAL,
    sortName TEXT, searchText TEXT, evidence TEXT, stated TEXT NOT NULL
);
CREATE INDEX place_name ON "place" (sortName, id);

CREATE TABLE "episode" (
    pk INTEGER PRIMARY KEY REFERENCES node, id TEXT NOT NULL UNIQUE, basis TEXT,
    title TEXT, summary TEXT,
    sortName TEXT, searchText TEXT, evidence TEXT, stated TEXT NOT NULL
);
CREATE INDEX episode_name ON "episode" (sortName, id);

CREATE TABLE "action" (
    pk INTEGER PRIMARY KEY REFERENCES node, id TEXT NOT NULL UNIQUE, basis TEXT,
    title TEXT, description TEXT, type TEXT, cameoCode TEXT, quadClass TEXT, intensity REAL, status TEXT,
    date TEXT, topics TEXT, earliest TEXT, latest TEXT,
    sortName TEXT, searchText TEXT, evidence TEXT, stated TEXT NOT NULL,
    CHECK ((earliest IS NULL) = (latest IS NULL))
);
CREATE INDEX action_name ON "action" (sortName, id);
CREATE INDEX action_date ON "action" (earliest, latest, id);

CREATE TABLE "claim" (
    pk INTEGER PRIMARY KEY REFERENCES node, id TEXT NOT NULL UNIQUE, basis TEXT,
    text TEXT, stance TEXT, credibility INTEGER,
    sortName TEXT, searchText TEXT, evidence TEXT, stated TEXT NOT NULL
);
CREATE INDEX claim_name ON "claim" (sortName, id);

-- The unique index leads with src, not label: it serves the foreign key and "all edges of" as well.
-- sinceDay and asOfDay are the first, untilDay the last day that the text allows.
CREATE TABLE edge (
    pk INTEGER PRIMARY KEY,
    label TEXT NOT NULL,
    src INTEGER NOT NULL REFERENCES node,
    dst INTEGER NOT NULL REFERENCES node,
    id TEXT, -- of facts only
    basis TEXT,
    mode TEXT, note TEXT, kind TEXT, asOf TEXT, since TEXT, "until" TEXT, ended INTEGER, topics TEXT, within TEXT,
    asOfDay TEXT, sinceDay TEXT, untilDay TEXT,
    evidence TEXT, stated TEXT NOT NULL,
    UNIQUE (src, label, dst)
);
CREATE INDEX edge_dst ON edge (dst, label, src);
CREATE INDEX edge_id ON edge (label, id);

-- The roll-up. Unknown days are '' here, since a key cannot hold NULL. id is that of the action, of the link.
CREATE TABLE ledger (
    key TEXT NOT NULL, earliest TEXT NOT NULL, latest TEXT NOT NULL, id TEXT NOT NULL,
    action INTEGER NOT NULL, direct INTEGER NOT NULL,
    PRIMARY KEY (key, earliest, latest, id)
) WITHOUT ROWID;
CREATE INDEX ledger_action ON ledger (action, key);

CREATE TABLE replies (
    key TEXT NOT NULL, earliest TEXT NOT NULL, latest TEXT NOT NULL, id TEXT NOT NULL,
    edge INTEGER NOT NULL, response INTEGER NOT NULL, direct INTEGER NOT NULL,
    PRIMARY KEY (key, earliest, latest, id)
) WITHOUT ROWID;
CREATE INDEX replies_response ON replies (response, key);

CREATE TABLE owed (
    action INTEGER NOT NULL, actor INTEGER NOT NULL, answered INTEGER NOT NULL, answeredOn TEXT,
    PRIMARY KEY (action, actor)
) WITHOUT ROWID;
CREATE INDEX owed_actor ON owed (actor);

-- Retractions.
CREATE TABLE tombstone (
    key TEXT NOT NULL, dataset TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (key, dataset)
) WITHOUT ROWID;

-- Full text over searchText by node.pk. It is folded already: lower-case words and single spaces. The ASCII tokenizer
-- takes every other character for part of a word, so it parts the words exactly as graph.Fold did.
CREATE VIRTUAL TABLE search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3', detail = 'none')
