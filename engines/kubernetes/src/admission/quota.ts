import { isInScope, isScoped, type QuotaScopes } from "../controllers/quota-scope.ts";
import { type Holdings, quotaUsage } from "../controllers/quota-usage.ts";
import type { PersistentVolumeClaim, Pod, Service } from "../controllers/kinds.ts";
import type { KubeObject } from "../object.ts";
import { compareQuantities, parseQuantity, quantityText } from "../resources/quantity.ts";
import { nameOf } from "../resources/registry.ts";
import type { Resource } from "../resources/resource.ts";
import { at, records, text } from "../resources/values.ts";
import type { Store } from "../store/store.ts";
import { forbidden } from "./refusal.ts";

type Amounts = Readonly<Record<string, string>>;

/** Lets an object in if its namespace has room for it.
 *  @param before  the object as it was; undefined when it is being created
 *  @throws ApiError Forbidden, naming quota, what was asked for, what is used and what is the limit
 *  Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
export function requireRoom(
  store: Store,
  resource: Resource,
  object: KubeObject,
  before: KubeObject | undefined,
): void {
  const { namespace = "" } = object.metadata;
  const quotas = store.latest("resourcequotas", { namespace });
  for (const { object: quota } of quotas) {
    const hard = (at(quota, "spec", "hard") ?? {}) as Amounts;
    const scopes = (quota["spec"] ?? {}) as QuotaScopes;
    if (isScoped(scopes) && !(nameOf(resource) === "pods" && isInScope(object as Pod, scopes))) continue;
    const all = holdings(store, namespace, resource, before);
    const held = { ...all, pods: all.pods.filter((pod) => isInScope(pod, scopes)) };
    const used = quotaUsage(hard, held);
    const next = quotaUsage(hard, withObject(held, resource, object));
    const grown = Object.keys(hard).filter((name) => compare(next[name], used[name]) > 0);
    requireSaid(quota, resource, object, hard);
    const beyond = grown.filter((name) => compare(next[name], hard[name]) > 0);
    if (beyond.length > 0) throw exceeded(quota, resource, object, { beyond, hard, used, next });
  }
}

const compare = (a: unknown, b: unknown) => {
  const [left, right] = [parseQuantity(a), parseQuantity(b)];
  return left && right ? compareQuantities(left, right) : 0;
};

/** Without the object itself, where it is there already. */
function holdings(store: Store, namespace: string, own: Resource, before: KubeObject | undefined): Holdings {
  const listed = (name: string) => {
    const objects = store.latest(name, { namespace }).map(({ object }) => object);
    return name === nameOf(own)
      ? objects.filter(({ metadata }) => metadata.uid !== before?.metadata.uid)
      : objects;
  };
  return {
    pods: listed("pods") as Pod[],
    services: listed("services") as Service[],
    claims: listed("persistentvolumeclaims") as PersistentVolumeClaim[],
    list: (name) => (countable.test(name) ? listed(name) : undefined),
  };
}

/** `configmaps`, `deployments.apps`: what is counted, and no amount such as `cpu` or `nvidia.com/gpu`. */
const countable =
  /^(configmaps|secrets|replicationcontrollers|resourcequotas|(?!requests\.|limits\.)[a-z]+s\.[a-z0-9.]+)$/;

function withObject(held: Holdings, resource: Resource, object: KubeObject): Holdings {
  const name = nameOf(resource);
  return {
    pods: name === "pods" ? [...held.pods, object as Pod] : held.pods,
    services: name === "services" ? [...held.services, object as Service] : held.services,
    claims:
      name === "persistentvolumeclaims" ? [...held.claims, object as PersistentVolumeClaim] : held.claims,
    list: (of) => (of === name && countable.test(of) ? [...(held.list(of) ?? []), object] : held.list(of)),
  };
}

const computed = new Set(["cpu", "memory", "ephemeral-storage"]);

/** Where an amount is bounded, every container has to say how much it wants. */
function requireSaid(quota: KubeObject, resource: Resource, object: KubeObject, hard: Amounts): void {
  if (nameOf(resource) !== "pods") return;
  const containers = records(at(object, "spec", "containers"));
  const missing = Object.keys(hard).flatMap((name) => {
    const isLimit = name.startsWith("limits.");
    const amount = name.replace(/^(requests|limits)\./, "");
    if (!computed.has(amount)) return [];
    const silent = containers.filter(
      (container) => at(container, "resources", isLimit ? "limits" : "requests", amount) === undefined,
    );
    return silent.length > 0 ? [`${name} for: ${silent.map((one) => text(one["name"])).join(",")}`] : [];
  });
  if (missing.length === 0) return;
  throw forbidden(
    "pods",
    object,
    `failed quota: ${quota.metadata.name}: must specify ${missing.toSorted().join("; ")}`,
  );
}

interface Excess {
  readonly beyond: readonly string[];
  readonly hard: Amounts;
  readonly used: Amounts;
  readonly next: Amounts;
}

function exceeded(
  quota: KubeObject,
  resource: Resource,
  object: KubeObject,
  { beyond, hard, used, next }: Excess,
) {
  const names = beyond.toSorted();
  const each = (of: (name: string) => string) => names.map((name) => `${name}=${of(name)}`).join(",");
  const requested = each((name) => difference(next[name], used[name]));
  const why = `exceeded quota: ${quota.metadata.name}, requested: ${requested}, used: ${each((name) => quantityText(used[name]))}, limited: ${each((name) => quantityText(hard[name]))}`;
  return forbidden(nameOf(resource), object, why);
}

function difference(after: unknown, before: unknown): string {
  const [a, b] = [parseQuantity(after), parseQuantity(before)];
  if (!a || !b) return "0";
  const nano = a.nano - b.nano;
  return quantityText(nano % 1_000_000_000n === 0n ? String(nano / 1_000_000_000n) : `${nano / 1_000_000n}m`);
}
