import { diag, type TextMapPropagator } from "@opentelemetry/api";
import {
  CompositePropagator,
  getStringListFromEnv,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import { B3InjectEncoding, B3Propagator } from "@opentelemetry/propagator-b3";

const makers: Readonly<Record<string, () => TextMapPropagator>> = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
  b3: () => new B3Propagator(),
  b3multi: () => new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
};

/** As OTEL_PROPAGATORS asks. */
export function createPropagator(): TextMapPropagator {
  const names = getStringListFromEnv("OTEL_PROPAGATORS") ?? ["tracecontext", "baggage"];
  const propagators = [...new Set(names)].flatMap((name) => {
    const make = makers[name];
    if (!make && name !== "none") diag.warn(`OTEL_PROPAGATORS names "${name}", which is not known.`);
    return make ? [make()] : [];
  });
  return new CompositePropagator({ propagators: names.includes("none") ? [] : propagators });
}
