-- Which datasets state a record, a JSON list of ids in the order in which they first did.
ALTER TABLE "dataset" ADD COLUMN datasets TEXT;
ALTER TABLE "source" ADD COLUMN datasets TEXT;
ALTER TABLE "actor" ADD COLUMN datasets TEXT;
ALTER TABLE "place" ADD COLUMN datasets TEXT;
ALTER TABLE "episode" ADD COLUMN datasets TEXT;
ALTER TABLE "action" ADD COLUMN datasets TEXT;
ALTER TABLE "claim" ADD COLUMN datasets TEXT;
ALTER TABLE edge ADD COLUMN datasets TEXT;
UPDATE "dataset" SET datasets = (SELECT json_group_array(j.value ->> 'dataset') FROM json_each(stated) j);
UPDATE "source" SET datasets = (SELECT json_group_array(j.value ->> 'dataset') FROM json_each(stated) j);
UPDATE "actor" SET datasets = (SELECT json_group_array(j.value ->> 'dataset') FROM json_each(stated) j);
UPDATE "place" SET datasets = (SELECT json_group_array(j.value ->> 'dataset') FROM json_each(stated) j);
UPDATE "episode" SET datasets = (SELECT json_group_array(j.value ->> 'dataset') FROM json_each(stated) j);
UPDATE "action" SET datasets = (SELECT json_group_array(j.value ->> 'dataset') FROM json_each(stated) j);
UPDATE "claim" SET datasets = (SELECT json_group_array(j.value ->> 'dataset') FROM json_each(stated) j);
UPDATE edge SET datasets = (SELECT json_group_array(j.value ->> 'dataset') FROM json_each(stated) j);

-- The support of facts (graph/support.go): a row for each set of sources on which any fact rests. id is graph.SupportKey, "of" the
-- sources, as a JSON list. The version that brings this fills it, and gives facts the ids.
CREATE TABLE "support" (
    pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "of" TEXT NOT NULL,
    sources INTEGER NOT NULL, origins INTEGER NOT NULL, reliability TEXT, knownBy TEXT, knownBasis TEXT, soleCountry TEXT
);
ALTER TABLE "action" ADD COLUMN support TEXT;
ALTER TABLE "claim" ADD COLUMN support TEXT;
ALTER TABLE edge ADD COLUMN support TEXT;

-- The rows of support that have a source among theirs. The source's id stays when the source goes, since facts may still name it.
CREATE TABLE supporting (
    source TEXT NOT NULL, support INTEGER NOT NULL,
    PRIMARY KEY (source, support)
) WITHOUT ROWID
