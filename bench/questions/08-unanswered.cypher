CALL () {
  MATCH (a:Action)-[w:AWAITS]->(o:Actor) USING INDEX SEEK w:AWAITS(key, answered, earliest, latest, id)
  WHERE w.key = $id + '>' AND w.answered = false AND w.earliest IS NOT NULL AND w.latest IS NOT NULL AND w.id IS NOT NULL
  WITH a, o, w ORDER BY w.key, w.answered, w.earliest, w.latest, w.id LIMIT 20
  RETURN a, o, w.id AS id
  UNION ALL
  MATCH (a:Action)-[w:AWAITS]->(o:Actor) USING INDEX SEEK w:AWAITS(key, undated, id)
  WHERE w.key = $id + '>' AND w.undated = true AND w.id IS NOT NULL AND NOT w.answered
  WITH a, o, w ORDER BY w.key, w.undated, w.id LIMIT 20
  RETURN a, o, w.id AS id
}
WITH a, o, id ORDER BY a.earliest IS NULL, a.earliest, a.latest, id LIMIT 20
RETURN 'NO_RESPONSE', a.date, o.id, o.name, a.id, a.title, COLLECT { MATCH (a)<-[:PERFORMED]-(p:Actor) RETURN [p.id, p.name] }
