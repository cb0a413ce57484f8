-- How far a large dataset is in, while it is not whole.
ALTER TABLE "dataset" ADD COLUMN position INTEGER
