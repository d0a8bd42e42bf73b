import { randomBytes } from "node:crypto";
import { type Client, kinds, type KubeObject } from "@naru/kubernetes";
import type { Conditions } from "../card-network/conditions.ts";
import { kindOf, namespace } from "../deploy.ts";
import { askBank, podsOf, query, readPassword, replacePods } from "./shop.ts";
import { processOf, startStutter } from "./stutter.ts";
import { changeCauseAnnotation, fieldManager, powerAnnotation, setPassword, type Undo } from "./undo.ts";

interface Container {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

interface Deployment extends KubeObject {
  readonly spec: {
    readonly replicas?: number;
    readonly template: { readonly spec: { readonly containers: readonly Container[] } };
  };
}

type Settings = Readonly<Record<string, string>>;
type Applied = object & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
};

const versionLabel = "app.kubernetes.io/version";

/** Changes of the running shop, made as its team would make them. How each is put back is remembered before it is made.
 *  @throws KubernetesError and Error from every call */
export class Changes {
  readonly client: Client;
  readonly #remember: (undo: Undo) => Promise<void>;

  constructor(client: Client, remember: (undo: Undo) => Promise<void>) {
    this.client = client;
    this.#remember = remember;
  }

  /** A new version of a service, and what its team set for it.
   *  @param why  what the team writes as the cause of the change */
  async release(service: string, version: string, why: string, settings: Settings = {}): Promise<void> {
    const { spec } = await this.#deployment(service);
    const attributes = variable(spec.template.spec.containers[0], "OTEL_RESOURCE_ATTRIBUTES");
    const described = attributes?.replace(/service\.version=[^,]*/, `service.version=${version}`);
    const container = {
      image: `shop/${service}:${version}`,
      env: variables({ ...settings, ...(described && { OTEL_RESOURCE_ATTRIBUTES: described }) }),
    };
    await this.#change(service, why, container, { [versionLabel]: version });
  }

  /** The same version with other variables. */
  configure(service: string, why: string, settings: Settings): Promise<void> {
    return this.#change(service, why, { env: variables(settings) });
  }

  /** Anything else of the container. */
  reshape(service: string, why: string, container: object): Promise<void> {
    return this.#change(service, why, container);
  }

  async scale(kind: "deployments" | "statefulSets", name: string, replicas: number): Promise<void> {
    const { spec } = await this.client.get<Deployment>(kinds[kind], { namespace, name });
    await this.#remember({ how: "replicas", kind, name, replicas: spec.replicas ?? 1 });
    await this.client.scale(kinds[kind], { namespace, name }, replicas, { fieldManager });
  }

  /** The secret gets a password that the database does not know, and the service's pods read it at once. */
  async replacePassword(service: string): Promise<void> {
    await this.#remember({ how: "password", value: await readPassword(this.client), service });
    await setPassword(this.client, randomBytes(24).toString("base64"));
    await replacePods(this.client, service);
  }

  /** Objects that were not there before. */
  async add(objects: readonly Applied[]): Promise<void> {
    const served = await this.client.kinds();
    for (const object of objects) {
      const kind = kindOf(served, object);
      await this.#remember({ how: "delete", kind, ...object.metadata });
      await this.client.apply(kind, object.metadata, object, { fieldManager });
    }
  }

  /** Statements in the database, as the role of a service.
   *  @param back  what undoes them, also when only some of them were run */
  async statements(role: string, forth: readonly string[], back: readonly string[]): Promise<void> {
    await this.#remember({ how: "statements", role, statements: back });
    await query(this.client, role, forth);
  }

  async bank(conditions: Conditions): Promise<void> {
    await this.#remember({ how: "conditions" });
    await askBank(this.client, conditions);
  }

  async powerOff(node: string): Promise<void> {
    await this.#remember({ how: "power", node });
    const body = { metadata: { annotations: { [powerAnnotation]: "off" } } };
    await this.client.patch(kinds.nodes, { name: node }, "merge", body);
  }

  /** One pod of a service, the oldest, hardly gets to run.
   *  @returns its name */
  async stutter(service: string): Promise<string> {
    const [pod] = (await podsOf(this.client, service)).toSorted((a, b) => createdAt(a) - createdAt(b));
    if (!pod) throw new Error(`${service} has no pod`);
    const target = await processOf(pod.metadata.uid ?? "", `/${service}/main.ts`);
    await this.#remember({ how: "stutter", target });
    startStutter(target);
    return pod.metadata.name;
  }

  #deployment(name: string): Promise<Deployment> {
    return this.client.get(kinds.deployments, { namespace, name });
  }

  async #change(service: string, why: string, container: object, labels: Settings = {}): Promise<void> {
    const { metadata, spec } = await this.#deployment(service);
    await this.#remember({
      how: "template",
      deployment: service,
      template: spec.template,
      labels: metadata.labels ?? {},
      changeCause: metadata.annotations?.[changeCauseAnnotation],
    });
    const name = spec.template.spec.containers[0]?.name;
    const body = {
      metadata: { labels, annotations: { [changeCauseAnnotation]: why } },
      spec: { template: { metadata: { labels }, spec: { containers: [{ name, ...container }] } } },
    };
    await this.client.patch(kinds.deployments, { namespace, name: service }, "strategic", body, {
      fieldManager,
    });
  }
}

const variable = (container: Container | undefined, name: string) =>
  container?.env?.find((each) => each.name === name)?.value;

const variables = (settings: Settings) => Object.entries(settings).map(([name, value]) => ({ name, value }));

const createdAt = ({ metadata }: KubeObject): number => Date.parse(metadata.creationTimestamp ?? "");
