import type { KubeObject } from "@naru/kubernetes";
import type { Cluster } from "../clusters/cluster.ts";
import { refOf } from "../pods/owner.ts";
import type { Selecting } from "../resources.ts";
import type { ObjectRef } from "../shapes/api.ts";
import { matches, type LabelSelector } from "./selector.ts";

type Related = ObjectRef & { readonly detail: string };
type Labels = Readonly<Record<string, string>>;

/** What else has to do with a workload.
 *  @param labels of its pods */
export function related({ caches }: Cluster, { kind, metadata }: KubeObject, labels: Labels): Related[] {
  const { namespace, name } = metadata;
  const services = caches.services.list(namespace).filter(({ spec }) => {
    const selector = spec?.selector as Labels | undefined;
    return selector !== undefined && matches({ matchLabels: selector }, labels);
  });
  const budgets = caches.budgets
    .list(namespace)
    .filter(({ spec }) => matches(spec?.selector as LabelSelector | undefined, labels));
  const autoscalers = caches.autoscalers
    .list(namespace)
    .filter(({ spec }) => spec?.scaleTargetRef?.kind === kind && spec.scaleTargetRef.name === name);
  return [
    ...services.map((each) => ({ ...refOf(each), detail: portsOf(each) })),
    ...autoscalers.map((each) => ({ ...refOf(each), detail: boundsOf(each) })),
    ...budgets.map((each) => ({ ...refOf(each), detail: budgetOf(each) })),
  ];
}

const portsOf = ({ spec }: Selecting) =>
  (spec?.ports ?? []).map(({ port, protocol = "TCP" }) => `${port}/${protocol}`).join(", ");
const boundsOf = ({ spec }: Selecting) => `${spec?.minReplicas ?? 1}–${spec?.maxReplicas ?? "?"}`;
const budgetOf = ({ spec }: Selecting) =>
  spec?.minAvailable === undefined
    ? `maxUnavailable ${spec?.maxUnavailable ?? 1}`
    : `minAvailable ${spec.minAvailable}`;
