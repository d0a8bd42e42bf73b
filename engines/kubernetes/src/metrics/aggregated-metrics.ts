import type { User } from "../authorization/rbac.ts";
import type { MetricName, ObjectReference } from "../controllers/autoscaling-kinds.ts";
import type { Client } from "../controllers/client.ts";
import type { Metrics } from "../controllers/metrics.ts";
import { parseQuantity } from "../resources/quantity.ts";
import { apiVersionOf } from "../resources/registry.ts";
import { selectorText } from "../resources/selector.ts";

/** API servers behind this one; undefined while none serves the group's version. */
interface Aggregated {
  document(group: string, version: string, path: string, user: User): Promise<unknown> | undefined;
}

interface Values {
  readonly items?: readonly {
    readonly describedObject?: { readonly name?: string };
    readonly value?: string | number;
  }[];
}

const asker: User = {
  name: "system:serviceaccount:kube-system:horizontal-pod-autoscaler",
  groups: ["system:serviceaccounts", "system:serviceaccounts:kube-system", "system:authenticated"],
};
const customGroup = "custom.metrics.k8s.io";
const customVersions = ["v1beta2", "v1beta1"] as const;
const externalGroup = "external.metrics.k8s.io";
const externalVersions = ["v1beta1"] as const;

/** What others know of pods, of objects, and of the world outside. */
export function aggregatedMetrics(
  client: Pick<Client, "resources">,
  aggregated: Aggregated,
): Omit<Metrics, "resource"> {
  const ask = async (group: string, versions: readonly string[], path: string) => {
    for (const version of versions) {
      const asked = aggregated.document(group, version, path, asker);
      if (asked) return ((await asked) as Values).items ?? [];
    }
    throw new Error(`nobody serves ${group} now: see kubectl get apiservices`);
  };
  const custom = (namespace: string, object: string, metric: MetricName, query: Record<string, string>) => {
    const path = `/namespaces/${namespace}/${object}/${encodeURIComponent(metric.name)}`;
    const all = {
      ...query,
      ...(metric.selector !== undefined && { metricLabelSelector: selectorText(metric.selector) }),
    };
    return ask(customGroup, customVersions, withQuery(path, all));
  };
  return {
    pods: async (namespace, selector, metric) => {
      const items = await custom(namespace, "pods/*", metric, { labelSelector: selector });
      return new Map(
        items.map(({ describedObject, value }) => [describedObject?.name ?? "", thousandths(value)]),
      );
    },
    object: async (namespace, object, metric) => {
      const place = `${resourceOf(client, object)}/${encodeURIComponent(object.name)}`;
      const [item] = await custom(namespace, place, metric, {});
      if (!item) throw new Error(`${metric.name} of ${object.kind} ${object.name} is not known`);
      return thousandths(item.value);
    },
    external: async (namespace, metric) => {
      const path = `/namespaces/${namespace}/${encodeURIComponent(metric.name)}`;
      const query = metric.selector === undefined ? {} : { labelSelector: selectorText(metric.selector) };
      const items = await ask(externalGroup, externalVersions, withQuery(path, query));
      if (items.length === 0) throw new Error(`no values of ${metric.name} are known`);
      return items.map(({ value }) => thousandths(value));
    },
  };
}

const withQuery = (path: string, query: Readonly<Record<string, string>>) => {
  const text = new URLSearchParams(query).toString();
  return text === "" ? path : `${path}?${text}`;
};

/** `deployments.apps`, as these APIs name what is described. */
function resourceOf(client: Pick<Client, "resources">, { apiVersion, kind }: ObjectReference): string {
  const found = client
    .resources()
    .find((each) => each.kind === kind && (apiVersion === undefined || apiVersionOf(each) === apiVersion));
  if (!found) throw new Error(`${kind} of ${apiVersion ?? "any version"} is not served`);
  return found.group === "" ? found.plural : `${found.plural}.${found.group}`;
}

const thousandths = (amount: string | number | undefined) => Number(parseQuantity(amount)?.nano ?? 0n) / 1e6;
