import { createSecureContext, type SecureContext } from "node:tls";
import type { Client } from "../../controllers/client.ts";
import { type Controller, keyOf, partsOf } from "../../controllers/controller.ts";
import { equal } from "../../patch/json.ts";
import { type Ingress, ingressClasses, ingresses, secrets } from "./kinds.ts";
import { hostMatches, type Route, routesOf } from "./rules.ts";

const controllerName = "naru.dev/ingress";
const className = "naru";
const classAnnotation = "kubernetes.io/ingress.class";
const defaultAnnotation = "ingressclass.kubernetes.io/is-default-class";

/** Where the ingress answers, as the status of an Ingress says it. */
export interface Published {
  readonly ip: string;
  readonly ports: readonly { readonly port: number; readonly protocol: "TCP" }[];
}

/** The Ingresses that are ours, as routes and certificates. */
export class IngressTable {
  readonly #client: Client;
  readonly #ours = new Map<string, Ingress>();
  /** By Secret, then by its revision. */
  readonly #contexts = new Map<
    string,
    { readonly revision: string | undefined; readonly context: SecureContext | undefined }
  >();
  #routes: readonly Route[] | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  get routes(): readonly Route[] {
    return (this.#routes ??= routesOf([...this.#ours.values()]));
  }

  /** By the name that a client asks for. */
  certificate(name: string): SecureContext | undefined {
    for (const { metadata, spec } of this.#ours.values()) {
      const section = spec.tls?.find(({ hosts = [""] }) =>
        hosts.some((host) => hostMatches(host.toLowerCase(), name)),
      );
      const context = section && this.#context(metadata.namespace ?? "", section.secretName ?? "");
      if (context) return context;
    }
    return undefined;
  }

  /** Keeps the table up to date and says in the status of each where it is served. */
  controller(published: () => Published): Controller {
    const client = this.#client;
    return {
      name: "ingress",
      watches: [
        { kind: ingresses, keys: ({ object }) => [keyOf(object)] },
        { kind: ingressClasses, keys: () => client.list(ingresses).map(keyOf) },
      ],
      reconcile: async (key) => {
        const { namespace, name } = partsOf(key);
        const ingress = client.get(ingresses, namespace, name);
        this.#routes = undefined;
        const isOurs = ingress !== undefined && isServed(client, ingress);
        if (isOurs) this.#ours.set(key, ingress);
        else this.#ours.delete(key);
        if (isOurs) await publish(client, ingress, published());
      },
    };
  }

  #context(namespace: string, name: string): SecureContext | undefined {
    const secret = this.#client.get(secrets, namespace, name);
    const key = `${namespace}/${name}`;
    const revision = secret?.metadata.resourceVersion;
    const known = this.#contexts.get(key);
    if (known && known.revision === revision) return known.context;
    const context = contextOf(secret?.data);
    this.#contexts.set(key, { revision, context });
    return context;
  }
}

/** What can't be read is no certificate: the handshake says that there is none. */
function contextOf(data: Readonly<Record<string, string>> = {}): SecureContext | undefined {
  const text = (field: string) => Buffer.from(data[field] ?? "", "base64");
  try {
    return createSecureContext({ cert: text("tls.crt"), key: text("tls.key"), minVersion: "TLSv1.2" });
  } catch {
    return undefined;
  }
}

async function publish(client: Client, ingress: Ingress, published: Published): Promise<void> {
  const status = { loadBalancer: { ingress: [published] } };
  if (equal(ingress.status, status)) return;
  await client.change(ingresses, ingress, (copy) => void (copy.status = structuredClone(status)), "status");
}

/** Whether it is of a class that Naru serves, or of none while that is the default. */
function isServed(client: Client, { metadata, spec }: Ingress): boolean {
  if (metadata.deletionTimestamp !== undefined) return false;
  const named = spec.ingressClassName;
  const legacy = metadata.annotations?.[classAnnotation];
  const classes = client.list(ingressClasses).filter((one) => one.spec?.controller === controllerName);
  if (named !== undefined) return classes.some((one) => one.metadata.name === named);
  if (legacy !== undefined) return legacy === className;
  return classes.some((one) => one.metadata.annotations?.[defaultAnnotation] === "true");
}
