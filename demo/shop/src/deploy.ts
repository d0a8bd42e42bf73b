import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { type Client, isReason, type Kind, kinds, type KubeObject as AnyObject } from "@naru/kubernetes";
import { parseAllDocuments } from "yaml";

type KubeObject = AnyObject & Record<string, unknown>;

const manifests = new URL("../k8s/", import.meta.url);
const fieldManager = "naru-demo";
export const namespace = "shop";

export interface DeployOptions {
  readonly client: Client;
  /** Base address of the OTLP/HTTP receiver. While it is away the shop works on, unseen. */
  readonly otlpEndpoint: string;
  /** Sent with every export, as OTEL_EXPORTER_OTLP_HEADERS has it. */
  readonly otlpHeaders?: string;
  /** Where sessions are kept, as a URI with who may: for a cluster without a Naru that says so by itself. */
  readonly sessionStore?: string;
  /** Shoppers in the shop at a time, on average over a day; 0 for none. What the manifest says when left out. */
  readonly shoppers?: number;
}

/** Applies the shop's manifests to a cluster, server side: what is there already stays as it is.
 *  @throws KubernetesError */
export async function deployShop(options: DeployOptions): Promise<void> {
  const { client } = options;
  const served = await client.kinds();
  const nodes = await client.all(kinds.nodes);
  const hasVolumes = !nodes.some(({ metadata }) => metadata.labels?.["naru.dev/volumes"] === "none");
  const objects = (await readManifests())
    .map((object) => adapted(object, options))
    .map((object) => (hasVolumes ? object : withoutVolumes(object)));
  const apply = (object: KubeObject) =>
    client.apply(kindOf(served, object), object.metadata, object, { fieldManager, force: true });
  for (const object of objects.filter(isNamespace)) await apply(object);
  await makeSecret(client);
  // Programs find services by variables that are theirs from the start: services come first.
  const others = objects.filter((object) => !isNamespace(object));
  for (const object of others.toSorted((a, b) => rankOf(a) - rankOf(b))) await apply(object);
}

/** Every object of the manifests, as they are written. */
export async function readManifests(): Promise<KubeObject[]> {
  const files = (await readdir(manifests)).filter(
    (file) => file.endsWith(".yaml") && file !== "kustomization.yaml",
  );
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, manifests), "utf8")));
  return texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as KubeObject));
}

const isNamespace = ({ kind }: KubeObject) => kind === "Namespace";
const late = ["StatefulSet", "Deployment"];
const rankOf = ({ kind }: KubeObject) => late.indexOf(kind);

function adapted(object: KubeObject, options: DeployOptions): KubeObject {
  const { otlpEndpoint, otlpHeaders, shoppers, sessionStore } = options;
  const { name } = object.metadata;
  if (object.kind === "Secret" && sessionStore !== undefined)
    return { ...object, stringData: { uri: sessionStore, prefix: "shop:sess:" } };
  if (object.kind === "ConfigMap" && name === "telemetry") {
    const data = { ...(object["data"] as object), OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint };
    return { ...object, data: { ...data, ...(otlpHeaders && { OTEL_EXPORTER_OTLP_HEADERS: otlpHeaders }) } };
  }
  if (object.kind !== "Deployment" || name !== "shoppers" || shoppers === undefined) return object;
  const copy = structuredClone(object) as KubeObject & { spec: ShoppersSpec };
  copy.spec.replicas = shoppers === 0 ? 0 : 1;
  const users = copy.spec.template.spec.containers[0]?.env.find((variable) => variable.name === "SHOP_USERS");
  if (users && shoppers > 0) users.value = String(shoppers);
  return copy;
}

interface WithVolumes {
  readonly template: {
    readonly spec: {
      volumes?: unknown;
      readonly containers: { volumeMounts?: { mountPath: string }[]; env?: { value?: string }[] }[];
    };
  };
}

/** For nodes on which nothing can be mounted: a program that is not told of a folder makes one. */
export function withoutVolumes(object: KubeObject): KubeObject {
  if (object.kind !== "Deployment") return object;
  const copy = structuredClone(object) as KubeObject & { spec: WithVolumes };
  const { spec } = copy.spec.template;
  delete spec.volumes;
  for (const container of spec.containers) {
    const folders = new Set((container.volumeMounts ?? []).map(({ mountPath }) => mountPath));
    delete container.volumeMounts;
    container.env = (container.env ?? []).filter(({ value = "" }) => !folders.has(value));
  }
  return copy;
}

interface ShoppersSpec {
  replicas: number;
  template: { spec: { containers: { env: { name: string; value: string }[] }[] } };
}

/** @throws Error when the cluster serves no such kind */
export function kindOf(
  served: readonly Kind[],
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
): Kind {
  const [version = "", group = ""] = apiVersion.split("/").toReversed();
  const found = served.find((one) => one.kind === kind && one.group === group && one.version === version);
  if (found) return found;
  throw new Error(`the cluster has no kind ${kind} of ${apiVersion}`);
}

const random = () => randomBytes(24).toString("base64url");

/** Passwords are made once, for this cluster, and never written anywhere else. */
async function makeSecret(client: Client): Promise<void> {
  const body = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "shop", namespace, labels: { "app.kubernetes.io/part-of": "shop" } },
    stringData: { "database-password": random(), "session-secret": random() },
  };
  await client.create(kinds.secrets, namespace, body, { fieldManager }).catch((error: unknown) => {
    if (!isReason(error, "AlreadyExists")) throw error;
  });
}

const readyAgainMs = 250;

/** Waits until every Deployment has as many ready pods as it wants.
 *  @throws Error naming those that have not, when the time is over */
export async function untilOpen(client: Client, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const waiting = (await client.all<KubeObject>(kinds.deployments, { namespace })).filter(
      (one) => !isReady(one),
    );
    if (waiting.length === 0) return;
    if (Date.now() > deadline) {
      const names = waiting.map(({ metadata }) => metadata.name).join(", ");
      throw new Error(
        `not ready within ${withinMs / 1000} s: ${names}. kubectl -n shop describe pods says why.`,
      );
    }
    await pause(readyAgainMs);
  }
}

function isReady(deployment: KubeObject): boolean {
  const { replicas = 1 } = deployment["spec"] as { replicas?: number };
  const { readyReplicas = 0 } = (deployment["status"] ?? {}) as { readyReplicas?: number };
  return readyReplicas >= replicas;
}
