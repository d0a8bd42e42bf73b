// A ferry's name for its number, and a collection of garbage when one is asked for.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	goruntime "runtime"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/contrib/instrumentation/runtime"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/trace"
)

var ferries = map[string]string{"1": "Hangang", "2": "Nakdong"}

func main() {
	if err := observe(context.Background()); err != nil {
		log.Fatal(err)
	}
	routes := http.NewServeMux()
	route(routes, "GET /ferries/{id}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, ferries[r.PathValue("id")])
	})
	route(routes, "GET /collect", func(w http.ResponseWriter, _ *http.Request) {
		goruntime.GC()
		fmt.Fprint(w, "collected")
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("port %d\n", listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(http.Serve(listener, routes))
}

func route(routes *http.ServeMux, pattern string, handle http.HandlerFunc) {
	routes.Handle(pattern, otelhttp.NewHandler(handle, pattern))
}

// Everything else is said by OTEL_ variables, as for every program.
func observe(ctx context.Context) error {
	spans, err := otlptracehttp.New(ctx)
	if err != nil {
		return err
	}
	points, err := otlpmetrichttp.New(ctx)
	if err != nil {
		return err
	}
	otel.SetTracerProvider(trace.NewTracerProvider(trace.WithBatcher(spans)))
	reader := metric.NewPeriodicReader(points, metric.WithProducer(runtime.NewProducer()))
	otel.SetMeterProvider(metric.NewMeterProvider(metric.WithReader(reader)))
	return runtime.Start()
}
