import { toNaruError } from "#kernel/failure.ts";
import type { Picture } from "#kubernetes/index.ts";
import { type Read, services, type Window } from "#telemetry/query/index.ts";
import { callsBetween } from "./store.ts";
import type { World } from "./world.ts";

/** What a world is loaded from. */
export interface Sources {
  readonly read: Read;
  readonly picture: Picture;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Loading = { -readonly [Part in keyof World]: World[Part] };
interface Stage {
  readonly name: string;
  readonly run: (world: Loading, sources: Sources, window: Window) => void | Promise<void>;
}

const stages: readonly Stage[] = [
  { name: "workloads", run: loadWorkloads },
  { name: "services", run: loadServices },
  { name: "relations", run: loadRelations },
  { name: "edges", run: loadEdges },
  { name: "changes", run: loadChanges },
];

/** Loads a world stage after stage. A stage that fails is told and leaves its part empty: half a picture at night is
 *  better than none.
 *  @throws the signal's reason when the caller leaves */
export async function loadWorld(sources: Sources, window: Window, signal: AbortSignal): Promise<World> {
  const world: Loading = {
    ...window,
    services: [],
    edges: [],
    edgeSampling: 1,
    workloads: [],
    changes: [],
    clusters: [],
    stages: [],
  };
  for (const { name, run } of stages) {
    const started = performance.now();
    let error: string | null = null;
    try {
      await run(world, sources, window);
    } catch (cause) {
      signal.throwIfAborted();
      error = toNaruError(cause).message;
    }
    world.stages.push({ name, durationMs: performance.now() - started, error });
  }
  return world;
}

function loadWorkloads(world: Loading, { picture }: Sources): void {
  world.clusters = picture.freshness();
  world.workloads = picture.workloads();
}

async function loadServices(world: Loading, { read, now }: Sources, { from, to }: Window): Promise<void> {
  const found = await services(read, { from: String(from), to: String(to) }, now);
  world.services = found.services.map(({ series: _series, ...service }) => ({ ...service, workloads: [] }));
}

async function loadRelations(world: Loading, { read, picture }: Sources, window: Window): Promise<void> {
  const relations = Map.groupBy(await picture.relations(read, window), ({ service }) => service);
  world.services = world.services.map((each) => ({
    ...each,
    workloads: (relations.get(each.service) ?? []).map(({ cluster, workload }) => ({ ...workload, cluster })),
  }));
}

/** As many requests as are joined in about a second. */
const mostRequests = 500_000;

async function loadEdges(world: Loading, { read }: Sources, window: Window): Promise<void> {
  const requests = world.services.reduce((sum, each) => sum + each.requests, 0);
  world.edgeSampling = Math.max(1, Math.ceil(requests / mostRequests));
  const rows = await callsBetween(read, window, world.edgeSampling);
  world.edges = rows.map(({ caller, callee, calls, errors, p95 }) => ({
    caller,
    callee,
    calls: Number(calls) * world.edgeSampling,
    errors: Number(errors) * world.edgeSampling,
    p95Nano: p95,
  }));
}

const mostChanges = 1000;

async function loadChanges(world: Loading, { read, picture }: Sources, window: Window): Promise<void> {
  world.changes = await picture.changes(read, window, mostChanges);
}
