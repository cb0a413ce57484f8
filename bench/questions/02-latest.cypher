MATCH (a:Actor {id: $id})
RETURN a.id, a.name, COLLECT {
  MATCH (x:Action)-[l:ON_LEDGER]->() USING INDEX SEEK l:ON_LEDGER(key, earliest, latest, placeInDay, id, quadClass, points, part)
  WHERE l.key = $key AND l.earliest IS NOT NULL AND l.latest IS NOT NULL AND l.placeInDay IS NOT NULL AND l.id IS NOT NULL AND l.quadClass IS NOT NULL AND l.points IS NOT NULL AND l.part IS NOT NULL
  WITH x, l ORDER BY l.key DESC, l.earliest DESC, l.latest DESC, l.placeInDay DESC, l.id DESC LIMIT 20
  RETURN [x.id, x.title, x.type, x.date,
    COLLECT { MATCH (x)-[:TARGETS]->(t:Actor) RETURN [t.id, t.name] },
    COLLECT { MATCH (x)<-[:ANNOUNCED]-(o:Actor) RETURN [o.id, o.name] }]
}
