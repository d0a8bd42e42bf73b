/**
 * The whole of the shop's instrumentation, loaded by `node --import` in front of a service that knows
 * nothing of it, and configured by the standard OTEL_* variables.
 */
import { ExpressInstrumentation, ExpressLayerType } from "@opentelemetry/instrumentation-express";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { PgInstrumentation } from "@opentelemetry/instrumentation-pg";
import { PinoInstrumentation } from "@opentelemetry/instrumentation-pino";
import { RuntimeNodeInstrumentation } from "@opentelemetry/instrumentation-runtime-node";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { register } from "import-in-the-middle/register-hooks.mjs";

// The services are ES modules: their imports are patched by loader hooks, not by `require`.
register({ include: ["express", "http", "https", "pg", "pg-pool", "pino"] });

const sdk = new NodeSDK({
  instrumentations: [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: ({ url }) => url === "/healthz" || url === "/readyz",
      applyCustomAttributesOnSpan(span, request) {
        if (!("headers" in request)) return;
        const { "x-session-id": sessionId, "x-user-id": userId } = request.headers;
        if (typeof sessionId === "string") span.setAttribute("session.id", sessionId);
        if (typeof userId === "string") span.setAttribute("enduser.id", userId);
      },
    }),
    // Kept for http.route; a span for each middleware would only bury the rest.
    new ExpressInstrumentation({ ignoreLayersType: Object.values(ExpressLayerType) }),
    new UndiciInstrumentation(),
    new PgInstrumentation(),
    new PinoInstrumentation(),
    new RuntimeNodeInstrumentation(),
  ],
});

sdk.start();
// A service that has drained leaves the event loop empty: the moment to send what is left.
process.once("beforeExit", () => void sdk.shutdown().catch(() => undefined));
