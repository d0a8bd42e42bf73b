import type { PriorityClass } from "../controllers/kinds.ts";
import type { Pod } from "../kubelet/pod.ts";
import type { KubeObject } from "../object.ts";
import type { Admit } from "../objects/objects.ts";
import { nameOf } from "../resources/registry.ts";
import type { Store } from "../store/store.ts";
import { ownersIn } from "../telemetry/owners.ts";
import { type Agents, instrument } from "./instrumentation.ts";
import { applyLimits, checkClaim, type LimitRange } from "./limit-range.ts";
import { resolvePriority } from "./priority.ts";
import { requireRoom } from "./quota.ts";
import { addAccount } from "./service-account.ts";
import { ServiceAddresses } from "./service-addresses.ts";
import { addTolerations } from "./tolerations.ts";

export interface Instrumentation {
  readonly agents: Agents;
  /** Base address of an OTLP/HTTP receiver. */
  readonly endpoint: string;
}

/** Everything that is added to objects on their way in, or keeps them out, in this order.
 *  @param servicePrefix  `127.16`: addresses of services begin so */
export function admissionOf(
  store: Store,
  servicePrefix: string,
  instrumentation: Instrumentation | undefined,
): Admit {
  const addresses = new ServiceAddresses(store, servicePrefix);
  return (resource, object, before) => {
    const name = nameOf(resource);
    if (name === "pods" && before === undefined) admitPod(store, object as Pod, instrumentation);
    if (name === "services") addresses.assign(object);
    if (name === "persistentvolumeclaims") checkClaim(object, rangesOf(store, object));
    if (resource.namespaced && (before === undefined || bounded.has(name)))
      requireRoom(store, resource, object, before);
  };
}

/** Of these a change may take room too. */
const bounded = new Set(["services", "persistentvolumeclaims"]);

function admitPod(store: Store, pod: Pod, instrumentation: Instrumentation | undefined): void {
  resolvePriority(pod, listOf<PriorityClass>(store, "priorityclasses.scheduling.k8s.io"));
  addTolerations(pod);
  addAccount(store, pod);
  applyLimits(pod, rangesOf(store, pod));
  if (!instrumentation) return;
  const namespace = store.get({
    resource: "namespaces",
    namespace: "",
    name: pod.metadata.namespace ?? "",
  })?.object;
  instrument(pod, { ...instrumentation, namespace, owners: ownersIn(store, pod) });
}

const rangesOf = (store: Store, { metadata }: KubeObject) =>
  listOf<LimitRange>(store, "limitranges", metadata.namespace);

const listOf = <T extends KubeObject>(store: Store, resource: string, namespace?: string) =>
  store.list(resource, { namespace }).entries.map(({ object }) => object as T);
