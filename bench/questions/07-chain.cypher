MATCH (a:Action {id: $id})
CALL (a) { RETURN a AS x, 0 AS d UNION MATCH p = (a)<-[:RESPONDS_TO*1..6]-(x:Action) WITH x, min(length(p)) AS d RETURN x, d }
WITH x, d ORDER BY d, x.id LIMIT 500
WITH collect(x) AS xs
RETURN COLLECT { UNWIND xs AS x RETURN [x.id, x.title, x.date] },
  COLLECT { UNWIND xs AS x MATCH (x)-[r:RESPONDS_TO]->(y:Action) WHERE y IN xs RETURN [x.id, y.id, r.mode] ORDER BY x.id, y.id }
