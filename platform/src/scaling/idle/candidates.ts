import type { PodRow, WorkloadRow } from "#kubernetes/api.ts";
import type { Annotated, Picture } from "#kubernetes/index.ts";
import { wardId } from "../healing/fleet/decide.ts";
import { formerAnnotation, sleepAnnotation } from "./annotations.ts";

/** A workload that asks to have no pods while nobody needs them. */
export interface Candidate {
  readonly id: string;
  readonly row: WorkloadRow;
  /** What it asks for. */
  readonly period: string;
  /** How many pods it had, as it is written at it; empty: it was not put to sleep. */
  readonly former: string;
  readonly pods: readonly PodRow[];
  /** All its pods are there, ready, and of one revision. */
  readonly isSettled: boolean;
}

type Sight = Pick<Picture, "workloads" | "pods" | "annotated">;

export function candidatesIn(picture: Sight): Candidate[] {
  const periods = valuesOf(picture.annotated(sleepAnnotation));
  if (periods.size === 0) return [];
  const formers = valuesOf(picture.annotated(formerAnnotation));
  const pods = Map.groupBy(picture.pods(), ({ cluster, workload }) =>
    workload === null ? "" : wardId({ cluster, ...workload }),
  );
  return picture.workloads().flatMap((row) => {
    const id = wardId(row);
    const period = periods.get(id);
    if (period === undefined) return [];
    const own = pods.get(id) ?? [];
    return [{ id, row, period, former: formers.get(id) ?? "", pods: own, isSettled: isSettled(row, own) }];
  });
}

const valuesOf = (annotated: readonly Annotated[]) =>
  new Map(annotated.map((each) => [wardId(each), each.value]));

const isSettled = ({ state, desired }: WorkloadRow, pods: readonly PodRow[]) =>
  state === "ready" &&
  pods.length === desired &&
  pods.every(({ health }) => health === "good") &&
  new Set(pods.map(({ revision }) => revision)).size <= 1;
