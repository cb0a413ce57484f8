MATCH (x:Action) USING INDEX x:Action(earliest, latest, id)
WHERE x.earliest > date($day) AND x.latest IS NOT NULL AND x.id IS NOT NULL
WITH x ORDER BY x.earliest, x.latest, x.placeInDay, x.id LIMIT 100
RETURN x.id, x.title, x.type, x.date,
  COLLECT { MATCH (x)<-[:PERFORMED]-(p:Actor) RETURN [p.id, p.name] },
  COLLECT { MATCH (x)-[:TARGETS]->(t:Actor) RETURN [t.id, t.name] }
