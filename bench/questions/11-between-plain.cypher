MATCH (:Actor {id: $a})<-[:PART_OF|SPEAKS_FOR*0..]-(p:Actor)
WITH collect(DISTINCT p) AS ps
MATCH (:Actor {id: $b})<-[:PART_OF|SPEAKS_FOR*0..]-(q:Actor)
WITH ps, collect(DISTINCT q) AS qs
CALL (ps, qs) {
  UNWIND ps AS p MATCH (p)-[:PERFORMED]->(x:Action)-[:TARGETS|ADDRESSED_TO]->(t) WHERE t IN qs RETURN x
  UNION
  UNWIND qs AS q MATCH (q)-[:PERFORMED]->(x:Action)-[:TARGETS|ADDRESSED_TO]->(t) WHERE t IN ps RETURN x
}
WITH x WHERE x.earliest IS NOT NULL AND x.latest IS NOT NULL WITH x ORDER BY x.earliest DESC, x.latest DESC, x.placeInDay DESC, x.id DESC LIMIT 50
RETURN x.id, x.title, x.date, COLLECT { MATCH (x)-[r:RESPONDS_TO]->(t:Action) RETURN [r.mode, t.id, t.title] }
