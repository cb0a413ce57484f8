UNWIND [[$a, $b], [$b, $a]] AS dyad
WITH dyad[0] AS side, dyad[0] + '>' + dyad[1] AS key
CALL (key) {
  CALL (key) {
    MATCH (x:Action)-[l:ON_LEDGER]->() USING INDEX SEEK l:ON_LEDGER(key, earliest, latest, placeInDay, id, quadClass, points, part)
    WHERE l.key = key AND l.earliest IS NOT NULL AND l.latest IS NOT NULL AND l.placeInDay IS NOT NULL AND l.id IS NOT NULL AND l.quadClass IS NOT NULL AND l.points IS NOT NULL AND l.part IS NOT NULL
    WITH x, l ORDER BY l.key, l.earliest, l.latest, l.placeInDay, l.id LIMIT 20
    RETURN x
    UNION
    MATCH (x:Action)-[l:REPLY_LEDGER]->() USING INDEX SEEK l:REPLY_LEDGER(key, earliest, latest, placeInDay, id)
    WHERE l.key = key AND l.earliest IS NOT NULL AND l.latest IS NOT NULL AND l.placeInDay IS NOT NULL AND l.id IS NOT NULL
    WITH x, l ORDER BY l.key, l.earliest, l.latest, l.placeInDay, l.id LIMIT 20
    RETURN x
  }
  WITH x ORDER BY x.earliest, x.latest, x.placeInDay, x.id LIMIT 20
  RETURN x
}
WITH side, key, x ORDER BY x.earliest, x.latest, x.placeInDay, x.id + '@' + side LIMIT 20
RETURN side, x.id, x.title, x.date,
  COLLECT { MATCH (x)-[l:REPLY_LEDGER]->(t:Action) WHERE l.key = key MATCH (x)-[r:RESPONDS_TO]->(t) RETURN DISTINCT [r.mode, t.id] }
