MATCH (a:Actor {id: $id}) RETURN a.id, a.name, a.kind, a.country, a.description
