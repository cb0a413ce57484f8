-- The revision, in one row: how many writes have changed the store. A store from before it that holds anything begins at 1. A
-- later migration that changes answers raises it.
CREATE TABLE revision (n INTEGER NOT NULL);
INSERT INTO revision SELECT EXISTS (SELECT 1 FROM node) OR EXISTS (SELECT 1 FROM tombstone)
