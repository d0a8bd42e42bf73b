import type { MiddlewareHandler } from "hono";
import type { Feature } from "../feature.ts";
import { counter, histogram } from "../metrics.ts";

const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts and times every request under the name of its operation; pages and unknown paths are `other`. */
export function requestTelemetry(): {
  middleware: MiddlewareHandler;
  metrics: NonNullable<Feature["metrics"]>;
} {
  const requests = counter({ name: "naru_http_requests_total", help: "Requests answered, by operation." });
  const duration = histogram(
    { name: "naru_http_request_duration_seconds", help: "Time to answer, by operation." },
    bounds,
  );
  const middleware: MiddlewareHandler = async (c, next) => {
    const start = performance.now();
    await next();
    const operation = c.var.operation ?? "other";
    requests.add(1, { operation, status: c.res.status });
    duration.observe((performance.now() - start) / 1000, { operation });
  };
  return { middleware, metrics: () => [requests.family(), duration.family()] };
}
