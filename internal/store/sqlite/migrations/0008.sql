-- Names of actors by language. The folded names by which search ranks leave that word to them.
ALTER TABLE node RENAME COLUMN names TO foldedNames;
ALTER TABLE "actor" ADD COLUMN names TEXT
