import { wantedBy } from "../api/accept.ts";
import type { ApiResource, Extension, ExtensionCall } from "../api/extension.ts";
import { readPath, type ResourcePath } from "../api/request.ts";
import { respond } from "../api/respond.ts";
import { selectorIn } from "../api/list.ts";
import { tableOf } from "../api/table.ts";
import type { Client } from "../controllers/client.ts";
import type { Clock } from "../controllers/clock.ts";
import { nodes } from "../controllers/node-kind.ts";
import type { KubeObject } from "../object.ts";
import { ageColumn, column, nameColumn } from "../resources/cells.ts";
import { at, records, text } from "../resources/values.ts";
import { ApiError } from "../status.ts";
import { apiVersion, nodeMetrics, podMetrics } from "./objects.ts";
import type { Sampler } from "./sampler.ts";

const [group = "", version = ""] = apiVersion.split("/");
const reading = ["get", "list"];

const resources: readonly ApiResource[] = [
  { name: "nodes", singularName: "", namespaced: false, kind: "NodeMetrics", verbs: reading },
  { name: "pods", singularName: "", namespaced: true, kind: "PodMetrics", verbs: reading },
];

const usage = (resource: string) => (object: KubeObject) => {
  const containers = records(object["containers"]).map((container) => text(at(container, "usage", resource)));
  return containers.join(",") || text(at(object, "usage", resource));
};
const columns = [nameColumn, column("CPU", usage("cpu")), column("Memory", usage("memory")), ageColumn];

/** `kubectl top`, and who else asks what pods and nodes use.
 *  Source: https://kubernetes.io/docs/tasks/debug/debug-cluster/resource-metrics-pipeline/ */
export function metricsExtension(client: Client, sampler: Sampler, clock: Clock): Extension {
  const list = ({ plural, namespace }: ResourcePath): KubeObject[] => {
    if (plural === "pods") {
      const of = sampler.samples.filter(
        ({ pod }) => namespace === undefined || pod.metadata.namespace === namespace,
      );
      return of.map(podMetrics);
    }
    const samples = Map.groupBy(sampler.samples, ({ pod }) => pod.spec.nodeName ?? "");
    return client.list(nodes).map((node) => {
      const own = samples.get(node.metadata.name) ?? [];
      return nodeMetrics(node, own, own[0]?.at ?? clock.now());
    });
  };
  return { group, version, resources, serve: (call) => serve(call, list) };
}

async function serve(
  { request, response, url }: ExtensionCall,
  list: (path: ResourcePath) => KubeObject[],
): Promise<void> {
  const path = readPath(url.pathname);
  const resource = resources.find(({ name }) => name === path?.plural);
  if (!path || !resource || (path.namespace !== undefined && !resource.namespaced)) throw unknown();
  if (request.method !== "GET" || path.subresource !== undefined) throw unknown();
  const wanted = wantedBy(request.headers.accept, url.searchParams);
  const selector = selectorIn({ selectable: [] }, url.searchParams, path.name);
  const found = list(path).filter((object) => selector?.(object) ?? true);
  if (path.name !== undefined && found.length === 0) throw notFound(resource, path.name);
  const [one] = path.name === undefined ? [] : found;
  const shown =
    wanted.shape === "table"
      ? tableOf({ columns }, found, {}, wanted.include, Date.now())
      : (one ?? { kind: `${resource.kind}List`, apiVersion, metadata: {}, items: found });
  respond(response, 200, shown, wanted.yaml);
}

const unknown = () => new ApiError("NotFound", "the server could not find the requested resource");

const notFound = ({ name: plural }: ApiResource, name: string) =>
  new ApiError("NotFound", `${plural}.${group} ${JSON.stringify(name)} not found`, {
    name,
    group,
    kind: plural,
  });
