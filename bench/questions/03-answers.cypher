MATCH (a:Action {id: $id})
RETURN a.id, a.title, COLLECT {
  MATCH (a)<-[r:RESPONDS_TO]-(b:Action)
  WITH r, b ORDER BY b.earliest, b.latest, b.id LIMIT 20
  RETURN [r.mode, b.id, b.title, COLLECT { MATCH (b)<-[:PERFORMED]-(p:Actor) RETURN [p.id, p.name] }, COLLECT {
    MATCH (b)<-[s:RESPONDS_TO]-(c:Action)
    WITH s, c ORDER BY c.earliest, c.latest, c.id LIMIT 20
    RETURN [s.mode, c.id, c.title, COLLECT { MATCH (c)<-[:PERFORMED]-(q:Actor) RETURN [q.id, q.name] }]
  }]
}
