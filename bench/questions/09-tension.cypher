CALL {
  UNWIND [[$a, $b], [$b, $a]] AS dyad
  WITH dyad[0] AS by, dyad[0] + '>' + dyad[1] AS key
  MATCH (x:Action)-[l:ON_LEDGER]->() USING INDEX SEEK l:ON_LEDGER(key, undated)
  WHERE l.key = key AND l.undated IS NOT NULL
    AND NOT EXISTS { MATCH (x)-[:PART_OF_ACTION*1..]->(w:Action)-[m:ON_LEDGER]->() WHERE m.key = key }
  WITH CASE WHEN l.earliest IS NULL THEN null ELSE date.truncate('month', l.earliest) END AS start, by, count(*) AS n, sum(x.intensity) AS points
  ORDER BY start, by <> $a
  RETURN collect([start, by, n, points]) AS rows
}
RETURN [r IN rows WHERE r[0] IS NOT NULL | [toString(r[0]), r[1], r[2], round(r[3], 6)]], reduce(n = 0, r IN rows | n + CASE WHEN r[0] IS NULL THEN r[2] ELSE 0 END)
