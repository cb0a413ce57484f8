// Package observe shows an operator what the server does: a line of the log for each request, metrics for Prometheus, and
// traces for OpenTelemetry. It knows requests and what they cost, but not what they ask.
//
//	o := observe.New(observe.Options{Slow: time.Second, Metrics: observe.NewMetrics(build)})
//	handler = o.Requests(handler) // outermost
//
// Requests makes a Record for each request, and puts it into the request's context. Whoever learns something about the request
// tells the record, and needs to know nothing else of this package:
//
//	observe.From(ctx).SetOperation("Timeline", hash)
//	observe.From(ctx).AddLimit("rate")
//
// NewLogger makes the logger that belongs to it. Each line that is logged with the context of a request has the request's id,
// wherever it is logged.
//
// Neither the log nor the metrics hold tokens or the values of variables.
package observe
