package observe

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph/query"
)

// scrape reads the metrics as Prometheus does.
func scrape(t *testing.T, m *Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return w.Body.String()
}

// shows fails unless the metrics have each of these lines.
func shows(t *testing.T, m *Metrics, want ...string) {
	t.Helper()
	text := scrape(t, m)
	for _, line := range want {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("%s is not among\n%s", line, text)
		}
	}
}

func TestMetrics(t *testing.T) {
	logged(t, "error")
	m := NewMetrics(Build{Version: "v1", Commit: "c", Go: "go", Schema: "s"})
	o := New(Options{Metrics: m})
	ask(t, o, "/graphql", func(w http.ResponseWriter, r *http.Request) {
		shows(t, m, "demarche_requests_running 1")
		rec := From(r.Context())
		rec.SetOperation("Timeline", "h")
		rec.SetCost(50)
		rec.SetCache("hit")
		query.WorkOf(r.Context()).Sent()
		query.WorkOf(r.Context()).Handed(3)
		query.WorkOf(r.Context()).Took(2e9)
	})
	ask(t, o, "/graphql", func(_ http.ResponseWriter, r *http.Request) {
		From(r.Context()).SetOperation("", "h")
		From(r.Context()).AddCode("NOT_FOUND")
		From(r.Context()).AddCode("INVALID")
		From(r.Context()).AddLimit("rate")
	})
	ask(t, o, "/graphql", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnsupportedMediaType) })
	ask(t, o, "/nowhere/"+strings.Repeat("x", 50), func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })
	ask(t, o, "/readyz", func(http.ResponseWriter, *http.Request) {})
	m.Seeded(300)
	shows(t, m,
		"demarche_requests_running 0",
		`demarche_requests_total{code="OK",operation="Timeline"} 1`,
		`demarche_requests_total{code="NOT_FOUND",operation="unnamed"} 1`,
		`demarche_requests_total{code="415",operation="invalid"} 1`,
		`demarche_request_duration_seconds_count{operation="Timeline"} 1`,
		"demarche_request_cost_sum 50", "demarche_store_statements_total 1", "demarche_store_rows_total 3", "demarche_store_seconds_total 2",
		`demarche_limits_total{limit="rate"} 1`, `demarche_cache_requests_total{result="hit"} 1`,
		`demarche_http_responses_total{kind="graphql",status="200"} 2`, `demarche_http_responses_total{kind="page",status="404"} 1`,
		`demarche_http_responses_total{kind="check",status="200"} 1`, "demarche_seeded_records_total 300",
		`demarche_build_info{commit="c",go="go",schema="s",version="v1"} 1`,
	)
	if text := scrape(t, m); !strings.Contains(text, "go_goroutines ") || !strings.Contains(text, "process_start_time_seconds ") {
		t.Error("the Go runtime and the process are missing")
	}
}

// A browser's preflight (CORS) is no question.
func TestPreflightsAreNoQuestions(t *testing.T) {
	logged(t, "error")
	m := NewMetrics(Build{})
	preflight := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }
	r := httptest.NewRequest(http.MethodOptions, "/graphql", nil)
	New(Options{Metrics: m}).Requests(http.HandlerFunc(preflight)).ServeHTTP(httptest.NewRecorder(), r)
	shows(t, m, `demarche_http_responses_total{kind="page",status="204"} 1`)
	if text := scrape(t, m); strings.Contains(text, "demarche_requests_total{") {
		t.Errorf("it counts as a question:\n%s", text)
	}
}

// Clients choose the names of operations, so that they must not choose how many time series there are.
func TestLabelsAreBounded(t *testing.T) {
	logged(t, "error")
	m := NewMetrics(Build{})
	o := New(Options{Metrics: m})
	name := func(name string) {
		ask(t, o, "/graphql", func(_ http.ResponseWriter, r *http.Request) { From(r.Context()).SetOperation(name, "h") })
	}
	for i := range 3 * maxNames {
		name(fmt.Sprintf("Q%d", i))
	}
	name(strings.Repeat("x", 5000))
	if n := strings.Count(scrape(t, m), "demarche_requests_total{"); n != maxNames+1 {
		t.Errorf("%d operations have a label of their own", n)
	}
	shows(t, m, `demarche_requests_total{code="OK",operation="Q0"} 1`,
		fmt.Sprintf(`demarche_requests_total{code="OK",operation="other"} %d`, 2*maxNames+1))
}

// With trusted documents, their operations have labels and no others.
func TestTrustedNames(t *testing.T) {
	logged(t, "error")
	m := NewMetrics(Build{})
	m.Trust([]string{"Known"})
	for _, name := range []string{"Known", "Forged"} {
		ask(t, New(Options{Metrics: m}), "/graphql", func(_ http.ResponseWriter, r *http.Request) {
			From(r.Context()).SetOperation(name, "h")
		})
	}
	shows(t, m, `demarche_requests_total{code="OK",operation="Known"} 1`, `demarche_requests_total{code="OK",operation="other"} 1`)
}

// aStore is a store that tells all that a store may tell.
type aStore struct {
	health, revision error
	fetched          func(ctx context.Context)
}

func (s *aStore) Health(context.Context) error            { return s.health }
func (s *aStore) Revision(context.Context) (int64, error) { return 42, s.revision }
func (*aStore) Pools() map[string]query.Pool {
	return map[string]query.Pool{"readers": {Busy: 3, Limit: 4}}
}
func (s *aStore) Fetch(ctx context.Context, _ *query.Query) (*query.Answer, error) {
	s.fetched(ctx)
	return &query.Answer{}, s.health
}

func TestStore(t *testing.T) {
	m, s := NewMetrics(Build{}), &aStore{}
	m.WatchStore(s)
	shows(t, m, "demarche_store_up 1", "demarche_store_revision 42", `demarche_store_connections_busy{pool="readers"} 3`,
		`demarche_store_connections_limit{pool="readers"} 4`)
	s.health, s.revision = errors.New("away"), errors.New("away")
	shows(t, m, "demarche_store_up 0", "demarche_store_revision -1")
}

func TestWatch(t *testing.T) {
	m := NewMetrics(Build{})
	m.Watch("demarche_cache_bytes", "Help.", func() float64 { return 7 })
	m.WatchEach("demarche_lane_running", "Help.", "lane", func() map[string]float64 { return map[string]float64{"quick": 1, "dear": 2} })
	shows(t, m, "demarche_cache_bytes 7", `demarche_lane_running{lane="quick"} 1`, `demarche_lane_running{lane="dear"} 2`)
}

// A server without metrics calls the same methods.
func TestNoMetrics(t *testing.T) {
	var m *Metrics
	m.Seeded(1)
	m.Trust(nil)
	m.WatchStore(&aStore{})
	m.WatchEach("x", "", "y", nil)
	m.begin()
	m.end(nil)
}
