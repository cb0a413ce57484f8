CALL {
  UNWIND [[$a, $b], [$b, $a]] AS dyad
  WITH dyad[0] AS by, dyad[0] + '>' + dyad[1] AS key
  CALL (key) {
    MATCH (x)-[l:ON_LEDGER]->() USING INDEX SEEK l:ON_LEDGER(key, earliest, latest, placeInDay, id, quadClass, points, part)
    WHERE l.key = key AND l.earliest IS NOT NULL AND l.latest IS NOT NULL AND l.placeInDay IS NOT NULL AND l.id IS NOT NULL AND l.quadClass IS NOT NULL AND l.points IS NOT NULL AND l.part IS NOT NULL
    RETURN x, l.earliest AS day, l.points AS points, l.part AS part
    UNION ALL
    MATCH (x)-[l:ON_LEDGER]->() USING INDEX SEEK l:ON_LEDGER(key, undated, id)
    WHERE l.key = key AND l.undated = true AND l.id IS NOT NULL
    RETURN x, null AS day, l.points AS points, l.part AS part
  }
  WITH by, key, x, day, points, part
  WHERE NOT (part AND EXISTS { MATCH (x)-[:PART_OF_ACTION*1..]->(w:Action)-[m:ON_LEDGER]->() WHERE m.key = key })
  WITH by, day.year * 100 + day.month AS month, min(day) AS day, count(*) AS n, sum(CASE points WHEN -1000000000000 THEN 0 ELSE points END) / 1000000.0 AS points
  WITH CASE WHEN day IS NULL THEN null ELSE date.truncate('month', day) END AS start, by, n, points
  ORDER BY start, by <> $a
  RETURN collect([start, by, n, points]) AS rows
}
RETURN [r IN rows WHERE r[0] IS NOT NULL | [toString(r[0]), r[1], r[2], round(r[3], 6)]], reduce(n = 0, r IN rows | n + CASE WHEN r[0] IS NULL THEN r[2] ELSE 0 END)
