import type { Client } from "../../controllers/client.ts";
import { type Service, services } from "../../controllers/kinds.ts";
import type { Backends } from "../backends.ts";
import type { Address } from "../ports.ts";
import type { IngressBackend } from "./kinds.ts";
import type { Refusal } from "./page.ts";

/** Where a backend answers, or why it never will. */
export type Resolved = Backend | { readonly refusal: Refusal };

export interface Backend {
  /** None: nobody is ready now. */
  readonly endpoints: readonly Address[];
  /** Those that end are asked for lack of others. */
  readonly areReady: boolean;
  /** `namespace/name` */
  readonly service: string;
  /** Name of its port; "" for one without. */
  readonly port: string;
}

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
  const { name: portName = "" } = port;
  return {
    endpoints: backends.of(key, portName),
    areReady: backends.isReady(key, portName),
    service: key,
    port: portName,
  };
}

const portOf = ({ spec }: Service, name: string | undefined) =>
  (spec.ports ?? []).find((port) => port.name === name)?.port;

function external(key: string, host: string, port: number | undefined): Resolved {
  if (port !== undefined)
    return { endpoints: [{ host, port }], areReady: true, service: key, port: String(port) };
  return missing(
    `the service ${key} is a name outside the cluster, without a port`,
    "Give the port by its number in the Ingress",
  );
}

/** Nobody is ready to answer, and nobody is about to be. */
export const nobodyReady = ({ service }: Backend): Refusal => ({
  status: 503,
  message: `the service ${service} has no endpoint that is ready`,
  wayOut: `See whether its pods run and are ready: kubectl get endpointslices,pods -n ${service.split("/")[0]}`,
});

const missing = (message: string, wayOut: string) => ({ refusal: { status: 503, message, wayOut } as const });
