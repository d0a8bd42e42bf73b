import { IncomingMessage } from "node:http";
import type { HttpInstrumentationConfig } from "@opentelemetry/instrumentation-http";
import type { IdentitySettings } from "../settings.ts";
import { createIdentify } from "./identity.ts";

/** What is done with the spans of incoming requests. Session and user are looked for twice: as a request comes in, so that a
 *  pending span has them, and as its answer goes out, since a program may find out in between who is calling, and say so in
 *  the request's headers. Probes of Kubernetes are no requests of anybody. */
export function incomingRequests(settings: IdentitySettings): HttpInstrumentationConfig {
  const identify = createIdentify(settings);
  if (!identify) return { ignoreIncomingRequestHook: isProbe };
  return {
    ignoreIncomingRequestHook: isProbe,
    startIncomingSpanHook: ({ headers }) => ({ ...identify(headers) }),
    applyCustomAttributesOnSpan(span, request) {
      if (request instanceof IncomingMessage) span.setAttributes({ ...identify(request.headers) });
    },
  };
}

const isProbe = ({ headers }: IncomingMessage) => headers["user-agent"]?.startsWith("kube-probe/") === true;
