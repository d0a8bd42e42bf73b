import type { ChangeRow, EventRow, Finding, PodRow, WorkloadRow } from "#kubernetes/api.ts";
import type { Certificate } from "#kubernetes/index.ts";
import type { ObjectiveAtRisk } from "#objectives/index.ts";
import type { Calls } from "./calls.ts";
import type { Lines } from "./lines.ts";
import type { Season } from "./seasons.ts";
import type { Series } from "./series.ts";

/** All that a diagnosis looks at, as plain data: the window and some time before it. Times are milliseconds since 1970. */
export interface Scene {
  readonly window: { readonly from: number; readonly to: number };
  /** When it was loaded: workloads are as they were then. */
  readonly now: number;
  /** From where on there is anything: `from` or earlier. */
  readonly since: number;
  readonly calls: Calls;
  readonly lines: Lines;
  readonly series: readonly Series[];
  /** Who calls whom as metrics tell it, where there are no spans. */
  readonly relations: readonly Relation[];
  /** How each service was at the same time of day in the week before; days of which nothing is known are not there. */
  readonly seasons: readonly Season[];
  /** Names of hosts: of Kubernetes services by their addresses. */
  readonly hosts: ReadonlyMap<string, string>;
  readonly changes: readonly ChangeRow[];
  readonly workloads: readonly WorkloadRow[];
  readonly pods: readonly PodRow[];
  readonly certificates: readonly Certificate[];
  /** What is wrong with objects that no pod tells of, as they were then. */
  readonly findings: readonly Finding[];
  /** Which workloads a service runs as. */
  readonly runsAs: ReadonlyMap<string, readonly WorkloadRef[]>;
  readonly events: readonly EventRow[];
  /** Service level objectives as they stood at the end of the window. */
  readonly objectives: readonly ObjectiveAtRisk[];
  readonly stages: { readonly name: string; readonly durationMs: number; readonly error: string | null }[];
}

export interface Relation {
  readonly caller: string;
  readonly callee: string;
  /** Calls from one to the other, in the window and the day before. */
  readonly calls: number;
}

export interface WorkloadRef {
  readonly cluster: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}
