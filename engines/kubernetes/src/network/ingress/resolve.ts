import type { Client } from "../../controllers/client.ts";
import { type Service, services } from "../../controllers/kinds.ts";
import type { Backends } from "../backends.ts";
import type { Address } from "../ports.ts";
import type { IngressBackend } from "./kinds.ts";
import type { Refusal } from "./page.ts";

/** Where a backend answers, or why nowhere. */
export type Resolved =
  | { readonly endpoints: readonly Address[]; readonly service: string }
  | { readonly refusal: Refusal };

export function resolve(
  client: Client,
  backends: Backends,
  namespace: string,
  { service: of }: IngressBackend,
): Resolved {
  if (!of)
    return missing(
      "the backend of this rule is no service",
      "Name a service in the Ingress: only those are served",
    );
  const key = `${namespace}/${of.name}`;
  const service = client.get(services, namespace, of.name);
  if (!service) return missing(`there is no service ${key}`, "Create it, or name another one in the Ingress");
  const { name, number } = of.port ?? {};
  const { type, externalName, ports = [] } = service.spec;
  if (type === "ExternalName") return external(key, externalName ?? "", number ?? portOf(service, name));
  const port = ports.find((one) => (number === undefined ? one.name === name : one.port === number));
  if (!port) {
    const has = ports.map((one) => [one.port, one.name].filter(Boolean).join(" ")).join(", ") || "none";
    return missing(
      `the service ${key} has no port ${name ?? number}`,
      `Name one that it has in the Ingress: ${has}`,
    );
  }
  const endpoints = backends.of(key, port.name ?? "");
  if (endpoints.length > 0) return { endpoints, service: key };
  return missing(
    `the service ${key} has no endpoint that is ready`,
    `See whether its pods run and are ready: kubectl get endpointslices,pods -n ${namespace}`,
  );
}

const portOf = ({ spec }: Service, name: string | undefined) =>
  (spec.ports ?? []).find((port) => port.name === name)?.port;

function external(key: string, host: string, port: number | undefined): Resolved {
  if (port !== undefined) return { endpoints: [{ host, port }], service: key };
  return missing(
    `the service ${key} is a name outside the cluster, without a port`,
    "Give the port by its number in the Ingress",
  );
}

const missing = (message: string, wayOut: string) => ({ refusal: { status: 503, message, wayOut } as const });
