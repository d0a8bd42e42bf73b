import type { KubeObject } from "@naru/kubernetes";
import type { z } from "zod";
import { parse, stringify } from "yaml";
import { NaruError } from "#kernel/errors.ts";
import type { Context } from "#kernel/feature.ts";
import type { ObjectAccess } from "#kubernetes/index.ts";
import type { setApdexThreshold } from "./api.ts";

/* Thresholds are kept in the first cluster, in one ConfigMap that people and Git can write as well. */

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}
type Thresholds = Readonly<Record<string, number>>;

const place = { apiVersion: "v1", kind: "ConfigMap", namespace: "default", name: "naru-apdex" } as const;
const key = "thresholds.yaml";
const usualMs = 500;
const most = 5000;

/** Reads `cart: 300`; what is no service with milliseconds is left out. */
export function readThresholds(text: string): Thresholds {
  const read = documentIn(text);
  if (typeof read !== "object" || read === null || Array.isArray(read)) return {};
  const pairs = Object.entries(read)
    .filter((pair): pair is [string, number] => typeof pair[1] === "number" && pair[1] >= 1)
    .slice(0, most);
  return Object.fromEntries(pairs);
}

function documentIn(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

export const writeThresholds = (thresholds: Thresholds): string =>
  stringify(thresholds, { sortMapEntries: true });

/** A cluster that cannot be asked has none: the usual one holds. */
export async function thresholdsIn(objects: ObjectAccess, signal: AbortSignal) {
  const [cluster] = objects.clusters();
  if (cluster === undefined) return { thresholds: {}, usualMs, cluster: "" };
  try {
    const { thresholds } = await kept(objects, cluster, signal);
    return { thresholds, usualMs, cluster };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof NaruError)) throw error;
    return { thresholds: {}, usualMs, cluster: "" };
  }
}

/** @throws NaruError CLUSTER_UNAVAILABLE without a cluster; KUBERNETES_REFUSED when somebody else has just changed them */
export async function thresholdSet(
  objects: ObjectAccess,
  { service, ms }: z.output<typeof setApdexThreshold.input>,
  { signal, user = "" }: Pick<Context, "signal" | "user">,
) {
  const [cluster] = objects.clusters();
  if (cluster === undefined) {
    throw new NaruError("CLUSTER_UNAVAILABLE", "No cluster is connected that could keep thresholds.", {
      help: "Start Naru with the kubeconfig of one cluster or more.",
    });
  }
  const before = await kept(objects, cluster, signal);
  const { [service]: _, ...others } = before.thresholds;
  const thresholds = ms === null ? others : { ...others, [service]: ms };
  const body = {
    apiVersion: place.apiVersion,
    kind: place.kind,
    metadata: {
      name: place.name,
      namespace: place.namespace,
      ...(before.version !== "" && { resourceVersion: before.version }),
    },
    data: { [key]: writeThresholds(thresholds) },
  };
  const summary = `set the Apdex threshold of ${service || "all services"} to ${ms ?? usualMs} ms`;
  await objects.apply<ConfigMap>(cluster, place, body, { signal, user, summary });
  return { thresholds, usualMs, cluster };
}

async function kept(objects: ObjectAccess, cluster: string, signal: AbortSignal) {
  try {
    const { data, metadata } = await objects.get<ConfigMap>(cluster, place, signal);
    return { thresholds: readThresholds(data?.[key] ?? ""), version: metadata.resourceVersion ?? "" };
  } catch (error) {
    if (error instanceof NaruError && error.code === "NOT_FOUND") return { thresholds: {}, version: "" };
    throw error;
  }
}
