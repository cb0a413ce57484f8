package sqlite

import "github.com/demarche-graph/demarche/graph/query"

var _ query.Pooled = (*Store)(nil)

// Pools implements query.Pooled: the readers of the file that is in its place, how many of them count as quick, and the writer.
func (s *Store) Pools() map[string]query.Pool {
	s.mu.Lock()
	r := s.current.readers
	s.mu.Unlock()
	return map[string]query.Pool{
		"readers": {Busy: cap(r.idle) - len(r.idle), Limit: cap(r.idle)},
		"quick":   {Busy: len(r.quick), Limit: cap(r.quick)},
		"writer":  {Busy: len(s.writeLock), Limit: cap(s.writeLock)},
	}
}
