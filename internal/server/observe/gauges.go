package observe

import "github.com/prometheus/client_golang/prometheus"

// Watch adds a gauge whose value is asked for when the metrics are read. The name begins with demarche_.
func (m *Metrics) Watch(name, help string, value func() float64) {
	if m != nil {
		register(m, prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
	}
}

// WatchEach adds a gauge that has a value for each value of a label, such as the requests in each lane. They are asked for when
// the metrics are read.
func (m *Metrics) WatchEach(name, help, label string, values func() map[string]float64) {
	if m != nil {
		register(m, gauges{prometheus.NewDesc(name, help, []string{label}, nil), values})
	}
}

// gauges is a gauge with a label, as a collector.
type gauges struct {
	desc   *prometheus.Desc
	values func() map[string]float64
}

func (g gauges) Describe(out chan<- *prometheus.Desc) { out <- g.desc }

func (g gauges) Collect(out chan<- prometheus.Metric) {
	for label, v := range g.values() {
		out <- prometheus.MustNewConstMetric(g.desc, prometheus.GaugeValue, v, label)
	}
}
