import { customGroup, type CustomVersion, externalGroup, externalVersion } from "./paths.ts";

/* Answers as Kubernetes' API machinery writes them. */

export interface DescribedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export interface MetricValue {
  readonly object: DescribedObject;
  readonly metric: string;
  readonly value: number;
}

interface Measured {
  /** End of the window, milliseconds since 1970. */
  readonly at: number;
  readonly windowSeconds: number;
}

/** A number as a Kubernetes quantity: thousandths are exact enough, and nothing else is. */
export function quantity(value: number): string {
  const thousandths = Math.round(value * 1000);
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`;
}

const moment = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

export function customValues(
  version: CustomVersion,
  values: readonly MetricValue[],
  { at, windowSeconds }: Measured,
): object {
  const items = values.map(({ object, metric, value }) => ({
    describedObject: object,
    ...(version === "v1beta1"
      ? { metricName: metric, window: windowSeconds }
      : { metric: { name: metric, selector: null }, windowSeconds }),
    timestamp: moment(at),
    value: quantity(value),
  }));
  return { kind: "MetricValueList", apiVersion: `${customGroup}/${version}`, metadata: {}, items };
}

export interface ExternalValue {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** When it was told of, milliseconds since 1970. */
  readonly at: number;
}

export const externalValues = (values: readonly ExternalValue[]): object => ({
  kind: "ExternalMetricValueList",
  apiVersion: `${externalGroup}/${externalVersion}`,
  metadata: {},
  items: values.map(({ metric, labels, value, at }) => ({
    metricName: metric,
    metricLabels: labels,
    timestamp: moment(at),
    value: quantity(value),
  })),
});

/** @param names  of resources and their metrics: `pods/requests_per_second` */
export const resourceList = (groupVersion: string, kind: string, names: readonly string[]): object => ({
  kind: "APIResourceList",
  apiVersion: "v1",
  groupVersion,
  resources: names.map((name) => ({ name, singularName: "", namespaced: true, kind, verbs: ["get"] })),
});

/** An error as `kubectl` and autoscalers show it. */
export const status = (code: number, reason: string, message: string): object => ({
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Failure",
  message,
  reason,
  code,
});
