import type { Clock } from "#kernel/clock.ts";
import type { PodRow } from "#kubernetes/api.ts";
import { type Picture, selectorIn } from "#kubernetes/index.ts";
import type { Outlooks } from "../../planning/forecast/expected.ts";
import { plannedKinds } from "../../planning/shapes/api.ts";
import type { Gauges } from "../load/gauges.ts";
import { isLoadMetric, loadMetrics } from "../load/load.ts";
import type { Measure, Meter } from "../load/meter.ts";
import {
  customValues,
  type DescribedObject,
  externalValues,
  type MetricValue,
  resourceList,
} from "./answers.ts";
import { type Asked, customGroup, externalGroup, externalVersion } from "./paths.ts";
import { type AdapterAnswer, refused } from "./server.ts";

interface Sources {
  readonly meter: Pick<Meter, "measure">;
  readonly gauges: Pick<Gauges, "names" | "values">;
  readonly outlooks: Pick<Outlooks, "expected">;
  readonly clock: Clock;
  readonly picture: Pick<Picture, "pods" | "selectedPods" | "podsBehind">;
}

type Custom = Extract<Asked, { what: "custom" }>;
type External = Extract<Asked, { what: "external" }>;

/** What besides pods can be measured, as the sum of its pods. */
const described = {
  "deployments.apps": { apiVersion: "apps/v1", kind: "Deployment" },
  "statefulsets.apps": { apiVersion: "apps/v1", kind: "StatefulSet" },
  "daemonsets.apps": { apiVersion: "apps/v1", kind: "DaemonSet" },
  services: { apiVersion: "v1", kind: "Service" },
} as const satisfies Readonly<Record<string, Pick<DescribedObject, "apiVersion" | "kind">>>;
type Described = keyof typeof described;

const isDescribed = (resource: string): resource is Described => Object.hasOwn(described, resource);

/** Answers what autoscalers of a cluster ask. What is not known is refused with the reason, and never zero: they keep what they have. */
export const answering =
  (sources: Sources) =>
  async (cluster: string, asked: Asked): Promise<AdapterAnswer> => {
    switch (asked.what) {
      case "custom-resources":
        return found(resourceList(`${customGroup}/${asked.version}`, "MetricValueList", customNames));
      case "external-resources":
        return found(
          resourceList(
            `${externalGroup}/${externalVersion}`,
            "ExternalMetricValueList",
            await sources.gauges.names(),
          ),
        );
      case "custom":
        return custom(sources, cluster, asked);
      case "external":
        return external(sources, cluster, asked);
    }
  };

const found = (body: object): AdapterAnswer => ({ code: 200, body });
const unknown = (message: string) => refused(404, "NotFound", message);

/** The most requests a second that a workload is expected to get in the time that it takes to have pods for them. */
const forecastMetric = "requests_per_second_forecast";
const aheadMs = 10 * 60_000;
const forecastSeconds = 300;

const workloads = Object.keys(described).filter((resource) => resource !== "services");
const metricNames = [...Object.keys(loadMetrics), forecastMetric];
const customNames = [
  ...["pods", ...Object.keys(described)].flatMap((resource) =>
    Object.keys(loadMetrics).map((metric) => `${resource}/${metric}`),
  ),
  ...workloads.map((resource) => `${resource}/${forecastMetric}`),
];

async function custom(sources: Sources, cluster: string, asked: Custom): Promise<AdapterAnswer> {
  const { metric, metricSelector, resource } = asked;
  if (metricSelector !== "") return unknown(`${metric} has no labels to select by`);
  if (metric === forecastMetric) return ofForecast(sources, cluster, asked);
  if (!isLoadMetric(metric)) {
    return unknown(`there is no metric ${metric}: there are ${metricNames.join(", ")}`);
  }
  if (resource === "pods") return ofPods(sources, cluster, asked, loadMetrics[metric]);
  if (!isDescribed(resource)) {
    return unknown(`${resource} are not measured: pods, ${Object.keys(described).join(", ")} are`);
  }
  return ofOne(sources, cluster, { ...asked, resource }, loadMetrics[metric]);
}

async function ofForecast(
  { outlooks, clock }: Sources,
  cluster: string,
  { version, namespace, resource, name, metric }: Custom,
): Promise<AdapterAnswer> {
  const kind = isDescribed(resource) && plannedKinds.find((each) => each === described[resource].kind);
  if (!kind) return unknown(`${metric} is there of ${workloads.join(", ")}, as a metric of type Object`);
  const expected = await outlooks.expected({ cluster, kind, namespace, name }, aheadMs);
  if (expected === null)
    return unknown(`no requests of ${name} are known of the last hour, or of days before`);
  const object = { apiVersion: "apps/v1", kind, namespace, name };
  const measured = { at: clock.now(), windowSeconds: forecastSeconds };
  return found(customValues(version, [{ object, metric, value: expected }], measured));
}

type Read = (typeof loadMetrics)[keyof typeof loadMetrics];

async function ofPods(
  { meter, picture }: Sources,
  cluster: string,
  { version, namespace, name, metric, selector: text }: Custom,
  read: Read,
): Promise<AdapterAnswer> {
  const selector = selectorIn(text);
  if (!selector) return refused(400, "BadRequest", `${JSON.stringify(text)} is no label selector`);
  const pods = picture
    .selectedPods(cluster, namespace, selector)
    .filter((pod) => name === "*" || pod.name === name);
  const measure = await meter.measure(pods);
  const values = pods.flatMap((pod): MetricValue[] => {
    const load = measure.each.get(pod.uid);
    const object = { apiVersion: "v1", kind: "Pod", namespace, name: pod.name };
    return load ? [{ object, metric, value: read(load) }] : [];
  });
  if (values.length === 0) return unknown(silent(pods));
  return found(customValues(version, values, measure));
}

async function ofOne(
  { meter, picture }: Sources,
  cluster: string,
  { version, namespace, resource, name, metric }: Custom & { readonly resource: Described },
  read: Read,
): Promise<AdapterAnswer> {
  const { apiVersion, kind } = described[resource];
  const pods =
    kind === "Service"
      ? picture.podsBehind(cluster, namespace, name)
      : podsOf(picture, cluster, { kind, namespace, name });
  if (!pods) return unknown(`there is no service ${name} in ${namespace} that selects pods`);
  const measure: Measure = await meter.measure(pods);
  if (!measure.all) return unknown(silent(pods));
  const object = { apiVersion, kind, namespace, name };
  return found(customValues(version, [{ object, metric, value: read(measure.all) }], measure));
}

const podsOf = (
  picture: Sources["picture"],
  cluster: string,
  { kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string },
): PodRow[] =>
  picture
    .pods()
    .filter(
      (pod) =>
        pod.cluster === cluster &&
        pod.namespace === namespace &&
        pod.workload?.kind === kind &&
        pod.workload.name === name,
    );

const silent = (pods: readonly PodRow[]) =>
  pods.length === 0
    ? "there are no such pods now"
    : `none of the ${pods.length} pods has told of requests, or of itself, by OpenTelemetry lately`;

async function external(
  { gauges }: Sources,
  cluster: string,
  { namespace, metric, selector: text }: External,
): Promise<AdapterAnswer> {
  const selector = selectorIn(text);
  if (!selector) return refused(400, "BadRequest", `${JSON.stringify(text)} is no label selector`);
  const rows = await gauges.values(metric, { cluster, namespace }, selector);
  if (rows.length === 0) {
    return unknown(
      `no gauge ${metric} with these labels was told of from the namespace ${namespace} in the last three minutes`,
    );
  }
  return found(externalValues(rows.map(({ labels, value, at }) => ({ metric, labels, value, at }))));
}
