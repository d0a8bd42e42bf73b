import type { Job } from "./batch-kinds.ts";
import type { Draft } from "./client.ts";
import type { Pod } from "./kinds.ts";
import type { Container, PodSpec } from "./pod-kind.ts";
import { podDraft } from "./pod-draft.ts";

export const trackingFinalizer = "batch.kubernetes.io/job-tracking";
export const jobNameLabel = "batch.kubernetes.io/job-name";
const indexKey = "batch.kubernetes.io/job-completion-index";
const failuresKey = "batch.kubernetes.io/job-index-failure-count";
const variable = "JOB_COMPLETION_INDEX";

export const isTracked = ({ metadata }: Pod) => metadata.finalizers?.includes(trackingFinalizer) ?? false;

export const isIndexed = ({ spec }: Job) => spec.completionMode === "Indexed";

export function indexOf({ metadata }: Pod): number | undefined {
  const text = metadata.annotations?.[indexKey];
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** How often the index of a pod had failed before the pod was made. */
export const earlierFailures = ({ metadata }: Pod) => Number(metadata.annotations?.[failuresKey] ?? 0);

/** A pod that stays until it has been counted.
 *  @param index  of an indexed job
 *  @param failures  of that index so far */
export function jobPod(job: Job, index?: number, failures = 0): Draft {
  const { metadata, ...draft } = podDraft(job, job.spec.template);
  const finalizers = [...(metadata.finalizers ?? []), trackingFinalizer];
  if (index === undefined) return { ...draft, metadata: { ...metadata, finalizers } };
  const { name } = job.metadata;
  return {
    ...draft,
    metadata: {
      ...metadata,
      finalizers,
      generateName: `${name}-${index}-`,
      labels: { ...metadata.labels, [indexKey]: String(index) },
      annotations: {
        ...metadata.annotations,
        [indexKey]: String(index),
        ...(job.spec.backoffLimitPerIndex !== undefined && { [failuresKey]: String(failures) }),
      },
    },
    spec: withIndex(job.spec.template.spec, `${name}-${index}`),
  };
}

function withIndex(spec: PodSpec, hostname: string): PodSpec {
  const told = { name: variable, valueFrom: { fieldRef: { fieldPath: `metadata.labels['${indexKey}']` } } };
  const add = (container: Container): Container => {
    const { env = [] } = container;
    return env.some(({ name }) => name === variable) ? container : { ...container, env: [...env, told] };
  };
  const { initContainers } = spec;
  return {
    ...spec,
    hostname: spec.hostname ?? hostname,
    containers: spec.containers.map(add),
    ...(initContainers && { initContainers: initContainers.map(add) }),
  };
}
