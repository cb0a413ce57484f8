package observe

import (
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts what the server does, for Prometheus. A nil *Metrics counts nothing.
type Metrics struct {
	registry   *prometheus.Registry
	names      names
	running    prometheus.Gauge
	requests   *prometheus.CounterVec // by operation and code
	seconds    *prometheus.HistogramVec
	cost       prometheus.Histogram
	statements prometheus.Counter
	rows       prometheus.Counter
	store      prometheus.Counter
	limits     *prometheus.CounterVec
	cache      *prometheus.CounterVec
	http       *prometheus.CounterVec // by kind of page and status
	seeded     prometheus.Counter
	followed   prometheus.Counter
	unfollowed *prometheus.CounterVec // by why
	posted     *prometheus.CounterVec // by webhook and outcome
}

// Build says which build runs.
type Build struct{ Version, Commit, Go, Schema string }

// NewMetrics makes the metrics of a server, with those of the Go runtime and of the process.
func NewMetrics(b Build) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry()}
	m.running = register(m, prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "demarche_requests_running", Help: "Requests that are being answered."}))
	m.requests = register(m, prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "demarche_requests_total", Help: "GraphQL requests, by operation and the code of the first error (OK without one)."},
		[]string{"operation", "code"}))
	m.seconds = register(m, prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "demarche_request_duration_seconds", Help: "Time to answer GraphQL requests, by operation.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}}, []string{"operation"}))
	m.cost = register(m, prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "demarche_request_cost", Help: "Cost of GraphQL requests, as estimated before they run.",
		Buckets: prometheus.ExponentialBuckets(10, 4, 10)}))
	m.statements = register(m, prometheus.NewCounter(prometheus.CounterOpts{
		Name: "demarche_store_statements_total", Help: "Statements sent to the store to answer requests."}))
	m.rows = register(m, prometheus.NewCounter(prometheus.CounterOpts{
		Name: "demarche_store_rows_total", Help: "Rows that the store handed over to answer requests."}))
	m.store = register(m, prometheus.NewCounter(prometheus.CounterOpts{
		Name: "demarche_store_seconds_total", Help: "Time that questions took in the store, with waiting for a connection."}))
	m.limits = register(m, prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "demarche_limits_total", Help: "Requests that met a limit, by limit."}, []string{"limit"}))
	m.cache = register(m, prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "demarche_cache_requests_total",
		Help: "Requests that asked the cache of answers, by result (hit, miss, shared with one in flight)."}, []string{"result"}))
	for _, result := range []string{"hit", "miss"} { // so that both are there before they first happen
		m.cache.WithLabelValues(result)
	}
	m.http = register(m, prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "demarche_http_responses_total", Help: "Responses, by what was asked for (graphql, websocket, check, page) and status."},
		[]string{"kind", "status"}))
	m.seeded = register(m, prometheus.NewCounter(prometheus.CounterOpts{
		Name: "demarche_seeded_records_total", Help: "Records that this process loaded before it served."}))
	m.followed = register(m, prometheus.NewCounter(prometheus.CounterOpts{
		Name: "demarche_subscription_events_total", Help: "Changes that were sent to subscriptions."}))
	m.unfollowed = register(m, prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "demarche_subscriptions_ended_total",
		Help: "Subscriptions that ended, by why (left by the client, slow client, token, server stopped, trouble)."}, []string{"why"}))
	for _, why := range []string{"left", "slow", "token", "stopped", "trouble"} { // likewise
		m.unfollowed.WithLabelValues(why)
	}
	m.posted = register(m, prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "demarche_webhook_deliveries_total",
		Help: "Posts of messages to webhooks, by webhook and outcome (delivered; failed, to be tried again; gone, which ends it)."},
		[]string{"webhook", "outcome"}))
	register(m, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "demarche_build_info", Help: "Always 1; the labels say which build runs.",
		ConstLabels: prometheus.Labels{"version": b.Version, "commit": b.Commit, "go": b.Go, "schema": b.Schema},
	}, func() float64 { return 1 }))
	register(m, collectors.NewGoCollector())
	register(m, collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func register[C prometheus.Collector](m *Metrics, c C) C {
	m.registry.MustRegister(c)
	return c
}

// Handler serves the metrics, in the format that a scraper asks for.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}

// Trust names the operations of trusted documents. Once it is called, no other operation is named by a label.
func (m *Metrics) Trust(operations []string) {
	if m != nil {
		m.names.trust(operations)
	}
}

// Seeded counts records that were loaded.
func (m *Metrics) Seeded(records int) {
	if m != nil {
		m.seeded.Add(float64(records))
	}
}

// Followed counts changes that were sent to a subscription.
func (m *Metrics) Followed(changes int) {
	if m != nil {
		m.followed.Add(float64(changes))
	}
}

// Unfollowed counts a subscription that ended.
func (m *Metrics) Unfollowed(why string) {
	if m != nil {
		m.unfollowed.WithLabelValues(why).Inc()
	}
}

// Posts makes the counts of a webhook, so that all are there before they first happen.
func (m *Metrics) Posts(webhook string) {
	if m != nil {
		for _, outcome := range []string{"delivered", "failed", "gone"} {
			m.posted.WithLabelValues(webhook, outcome)
		}
	}
}

// Posted counts a post to a webhook.
func (m *Metrics) Posted(webhook, outcome string) {
	if m != nil {
		m.posted.WithLabelValues(webhook, outcome).Inc()
	}
}

func (m *Metrics) begin() {
	if m != nil {
		m.running.Inc()
	}
}

func (m *Metrics) end(f *finished) {
	if m == nil {
		return
	}
	m.running.Dec()
	if !f.message {
		m.http.WithLabelValues(f.kind(), strconv.Itoa(f.status)).Inc()
	}
	for _, l := range f.limits {
		m.limits.WithLabelValues(l).Inc()
	}
	if !f.ofGraphQL() {
		return
	}
	operation := m.names.label(f.name, f.hash != "")
	m.requests.WithLabelValues(operation, f.code()).Inc()
	if !f.stream {
		m.seconds.WithLabelValues(operation).Observe(f.took.Seconds())
	}
	if f.cost > 0 {
		m.cost.Observe(float64(f.cost))
	}
	m.statements.Add(float64(f.work.Statements()))
	m.rows.Add(float64(f.work.Rows()))
	m.store.Add(f.work.Time().Seconds())
	if f.cache != "" {
		m.cache.WithLabelValues(f.cache).Inc()
	}
}

// kind is what was asked for. There are few kinds, whatever paths clients try.
func (f *finished) kind() string {
	switch {
	case f.ofGraphQL():
		return "graphql"
	case f.check():
		return "check"
	case f.status == http.StatusSwitchingProtocols:
		return "websocket"
	}
	return "page"
}

// code is the first code that the client saw. What failed before it was read as GraphQL has its status.
func (f *finished) code() string {
	switch {
	case len(f.codes) > 0:
		return f.codes[0]
	case f.status >= http.StatusBadRequest:
		return strconv.Itoa(f.status)
	}
	return "OK"
}
