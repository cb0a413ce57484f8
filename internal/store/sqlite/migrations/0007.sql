-- GDELT's quad class of an action's code, beside the one that counts. Both are derived anew by the version that brings this,
-- and with them the ledger, which has a copy of the latter.
ALTER TABLE "action" ADD COLUMN cameoQuadClass TEXT
