MATCH (x:Action)-[l:REPLY_LEDGER]->(t:Action) USING INDEX SEEK l:REPLY_LEDGER(key, earliest, latest, placeInDay, id)
WHERE l.key = $a + '>' + $b AND l.earliest IS NOT NULL AND l.latest IS NOT NULL AND l.placeInDay IS NOT NULL AND l.id IS NOT NULL
WITH x, l, t ORDER BY l.key DESC, l.earliest DESC, l.latest DESC, l.placeInDay DESC, l.id DESC LIMIT 20
MATCH (x)-[r:RESPONDS_TO]->(t)
RETURN r.mode, COLLECT { MATCH (x)<-[:PERFORMED]-(p:Actor) RETURN [p.id, p.name] }, x.id, x.title, x.date, t.id, t.title, t.date
