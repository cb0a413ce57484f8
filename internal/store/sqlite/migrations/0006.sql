-- What curators can say besides, of actions and of claims.
ALTER TABLE "action" ADD COLUMN note TEXT;
ALTER TABLE "action" ADD COLUMN credibility INTEGER;
ALTER TABLE "action" ADD COLUMN sequence INTEGER;
ALTER TABLE "action" ADD COLUMN statusHistory TEXT; -- a list of objects
ALTER TABLE "claim" ADD COLUMN note TEXT;

-- The actors to whom some evidence of a fact is attributed. No evidence of before is.
ALTER TABLE "action" ADD COLUMN attributedTo TEXT;
ALTER TABLE "claim" ADD COLUMN attributedTo TEXT;
ALTER TABLE edge ADD COLUMN attributedTo TEXT;

-- Evidence that disputes its fact says so by its relation. In JSON this text stands only where the member does, since a
-- quotation has its quotation marks escaped.
UPDATE "source" SET evidence = replace(evidence, '"disputes":true', '"relation":"DISPUTES"'),
    stated = replace(stated, '"disputes":true', '"relation":"DISPUTES"') WHERE instr(stated, '"disputes":true') > 0;
UPDATE "actor" SET evidence = replace(evidence, '"disputes":true', '"relation":"DISPUTES"'),
    stated = replace(stated, '"disputes":true', '"relation":"DISPUTES"') WHERE instr(stated, '"disputes":true') > 0;
UPDATE "place" SET evidence = replace(evidence, '"disputes":true', '"relation":"DISPUTES"'),
    stated = replace(stated, '"disputes":true', '"relation":"DISPUTES"') WHERE instr(stated, '"disputes":true') > 0;
UPDATE "episode" SET evidence = replace(evidence, '"disputes":true', '"relation":"DISPUTES"'),
    stated = replace(stated, '"disputes":true', '"relation":"DISPUTES"') WHERE instr(stated, '"disputes":true') > 0;
UPDATE "action" SET evidence = replace(evidence, '"disputes":true', '"relation":"DISPUTES"'),
    stated = replace(stated, '"disputes":true', '"relation":"DISPUTES"') WHERE instr(stated, '"disputes":true') > 0;
UPDATE "claim" SET evidence = replace(evidence, '"disputes":true', '"relation":"DISPUTES"'),
    stated = replace(stated, '"disputes":true', '"relation":"DISPUTES"') WHERE instr(stated, '"disputes":true') > 0;
UPDATE edge SET evidence = replace(evidence, '"disputes":true', '"relation":"DISPUTES"'),
    stated = replace(stated, '"disputes":true', '"relation":"DISPUTES"') WHERE instr(stated, '"disputes":true') > 0
