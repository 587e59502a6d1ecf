package app

import (
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/web"
)

// metrics are what /metrics shows: nothing about customers or answers but
// their number.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

// newMetrics registers the process, the runtime, requests, and how far the
// column store is behind the record.
func newMetrics(lag func() float64) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "balcony_http_request_seconds", Help: "Time to answer a request, by route and status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"route", "status"}),
	}
	m.registry.MustRegister(
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), m.requests,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "balcony_facts_lag_positions", Help: "Changes of the record that figures do not show yet."}, lag),
	)
	return m
}

// watch measures requests; it stands right around the mux, which names the
// route in the request.
func (m *metrics) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		s := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(s, r)
		route := r.Pattern
		if route == "" {
			route = "none"
		}
		m.requests.WithLabelValues(route, strconv.Itoa(s.status)).Observe(time.Since(began).Seconds())
	})
}

// statusWriter remembers the status that was answered.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (s *statusWriter) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}

// Unwrap lets a response controller reach the writer below.
func (s *statusWriter) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// handler serves the metrics to this machine only, or through a proxy that
// asks for this machine: they are for the operator.
func (m *metrics) handler() http.Handler {
	serve := promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ip := net.ParseIP(web.ClientIP(r.Context()))
		if ip == nil || !ip.IsLoopback() || r.Header.Get("X-Forwarded-For") != "" {
			web.WriteError(w, fault.New(fault.CodeForbidden, "Metrics are shown on the server's own machine only."))
			return
		}
		serve.ServeHTTP(w, r)
	})
}
