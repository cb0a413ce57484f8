CALL db.index.fulltext.queryNodes('demarche_search', '+' + $text + '*') YIELD node AS n
WITH n WHERE n:Actor AND (' ' + n.searchText) CONTAINS (' ' + $text)
WITH DISTINCT n, CASE WHEN n.foldedNames CONTAINS ('\n ' + $text + '\n') THEN 4 WHEN n.foldedNames CONTAINS ('\n ' + $text) THEN 3
  WHEN n.foldedNames CONTAINS (' ' + $text) THEN 2 ELSE 1 END AS rank
ORDER BY rank DESC, size(n.sortName), n.id LIMIT 20
RETURN n.id, n.name
