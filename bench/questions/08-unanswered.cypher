MATCH (y:Actor {id: $id})<-[ties:PART_OF|SPEAKS_FOR|LEADS*0..]-(o:Actor)
MATCH (o)<-[w:AWAITS]-(a:Action) WHERE NOT w.answered AND all(t IN ties WHERE
  coalesce(t.sinceDay <= coalesce(a.latest, a.earliest), true) AND coalesce(t.untilDay >= coalesce(a.earliest, a.latest), true))
WITH DISTINCT o, a ORDER BY a.earliest IS NULL, a.earliest, a.latest, 'UNANSWERED:' + o.id + ':' + a.id LIMIT 20
RETURN 'NO_RESPONSE', a.date, o.id, o.name, a.id, a.title, COLLECT { MATCH (a)<-[:PERFORMED]-(p:Actor) RETURN [p.id, p.name] }
