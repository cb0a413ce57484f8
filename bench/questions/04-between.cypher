UNWIND [$a + '>' + $b, $b + '>' + $a] AS key
CALL (key) {
  MATCH (x:Action)-[l:ON_LEDGER]->() USING INDEX SEEK l:ON_LEDGER(key, earliest, latest, placeInDay, id, quadClass, points, part)
  WHERE l.key = key AND l.earliest IS NOT NULL AND l.latest IS NOT NULL AND l.placeInDay IS NOT NULL AND l.id IS NOT NULL AND l.quadClass IS NOT NULL AND l.points IS NOT NULL AND l.part IS NOT NULL
  WITH x, l ORDER BY l.key DESC, l.earliest DESC, l.latest DESC, l.placeInDay DESC, l.id DESC LIMIT 50
  RETURN x
}
WITH DISTINCT x ORDER BY x.earliest DESC, x.latest DESC, x.placeInDay DESC, x.id DESC LIMIT 50
RETURN x.id, x.title, x.date, COLLECT { MATCH (x)-[r:RESPONDS_TO]->(t:Action) RETURN [r.mode, t.id, t.title] }
