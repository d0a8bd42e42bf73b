import type { ChangeRow, Finding, PodRow, WorkloadRow } from "#kubernetes/api.ts";
import { type CallRow, Calls } from "./scene/calls.ts";
import { Lines, type LineRow } from "./scene/lines.ts";
import type { Season } from "./scene/seasons.ts";
import type { Scene } from "./scene/scene.ts";

/* A small shop, made by the second: front → cart and catalog → database. Deterministic: the same options give the same scene. */

/** Where everything begins, in milliseconds since 1970. */
export const begin = Date.parse("2026-11-29T09:00:00Z");
const minute = 60_000;
export const window = { from: begin + 10 * minute, to: begin + 20 * minute };
/** When what a test does to the shop begins. */
export const fault = begin + 15 * minute;

/** How one call of the shop goes, as a test changes it. Times in milliseconds. */
export interface Request {
  readonly at: number;
  readonly index: number;
  frontMs: number;
  /** On the way to catalog, both ways. */
  wayMs: number;
  catalogMs: number;
  queryMs: number;
  queries: number;
  cartMs: number;
  catalogPod: string;
  cartFailure: string;
  /** Where front looks for cart. Nobody answers elsewhere. */
  cartPeer: string;
  catalogFailure: string;
  /** Log statements of catalog's method, in order. */
  steps: string[];
}

export interface ShopOptions {
  /** Requests a second. */
  readonly rate?: (at: number) => number;
  /** What happens to a request after the fault began. */
  readonly change?: (request: Request) => void;
  /** How requests go before. */
  readonly usual?: (request: Request) => void;
  readonly changes?: readonly ChangeRow[];
  readonly workloads?: readonly WorkloadRow[];
  readonly pods?: readonly PodRow[];
  readonly findings?: readonly Finding[];
  readonly lines?: readonly LineRow[];
  readonly seasons?: readonly Season[];
}

export const select = "SELECT * FROM product WHERE category = ?";

export function shop({ rate = () => 1, change, usual, ...rest }: ShopOptions = {}): Scene {
  const spans: CallRow[] = [];
  const lines: LineRow[] = [...(rest.lines ?? [])];
  const random = noise();
  let index = 0;
  for (let at = begin; at < window.to; at += 1000 / rate(at)) {
    const request: Request = {
      at,
      index: index++,
      frontMs: 4 + random() * 2,
      wayMs: 1 + random(),
      catalogMs: 6 + random() * 3,
      queryMs: 2 + random(),
      queries: 1,
      cartMs: 3 + random() * 2,
      catalogPod: `catalog-${index % 2}`,
      cartFailure: "",
      cartPeer: "10.0.0.3:80",
      catalogFailure: "",
      steps: ["Catalog#10", "Catalog#20", "Catalog#30"],
    };
    if (at >= fault) change?.(request);
    else usual?.(request);
    add(request, spans, lines);
  }
  const calls = Calls.fromRows(spans);
  return {
    window,
    now: window.to,
    since: begin,
    calls,
    lines: Lines.fromRows(lines, calls.ids),
    series: [],
    relations: [],
    seasons: rest.seasons ?? [],
    hosts: new Map([["10.0.0.9", "database"]]),
    changes: rest.changes ?? [],
    workloads: rest.workloads ?? [],
    pods: rest.pods ?? [],
    certificates: [],
    findings: rest.findings ?? [],
    runsAs: new Map(
      ["front", "catalog", "cart"].map((name) => [
        name,
        [{ cluster: "local", kind: "Deployment", namespace: "shop", name }],
      ]),
    ),
    events: [],
    objectives: [],
    stages: [],
  };
}

/** The spans and lines of one request: front calls catalog, which queries, and then cart. */
function add(request: Request, spans: CallRow[], lines: LineRow[]): void {
  const { at, index, queries, queryMs, steps } = request;
  const trace = index.toString(16).padStart(32, "0");
  const catalog = request.catalogMs + queries * queryMs;
  const toCatalog = catalog + request.wayMs;
  const cart = request.cartMs;
  const isLost = request.cartPeer !== "10.0.0.3:80";
  const cartFailure = isLost ? `Error: connect ECONNREFUSED ${request.cartPeer}` : request.cartFailure;
  const isFailed = cartFailure !== "" || request.catalogFailure !== "";
  const span = (row: Partial<CallRow> & Pick<CallRow, "span" | "service" | "name" | "start" | "duration">) =>
    spans.push({
      trace,
      parent: "",
      pod: `${row.service}-0`,
      kind: 1,
      isFailed: false,
      statement: "",
      peer: "",
      failure: "",
      ...row,
    });
  const own = request.frontMs / 3;
  span({
    span: "a",
    service: "front",
    name: "GET /",
    kind: 2,
    start: at,
    duration: own * 3 + toCatalog + cart + 2,
    isFailed,
  });
  span({
    span: "b",
    parent: "a",
    service: "front",
    name: "GET",
    kind: 3,
    start: at + own,
    duration: toCatalog,
    peer: "10.0.0.2:80",
  });
  const inCatalog = at + own + request.wayMs / 2;
  span({
    span: "c",
    parent: "b",
    service: "catalog",
    pod: request.catalogPod,
    name: "GET /products",
    kind: 2,
    start: inCatalog,
    duration: catalog,
    isFailed: request.catalogFailure !== "",
    failure: request.catalogFailure,
  });
  for (let i = 0; i < queries; i++)
    span({
      span: `d${i}`,
      parent: "c",
      service: "catalog",
      pod: request.catalogPod,
      name: "SELECT shop",
      kind: 3,
      start: inCatalog + request.catalogMs / 2 + i * queryMs,
      duration: queryMs,
      statement: select,
      peer: "10.0.0.9:5432",
    });
  const toCart = at + own * 2 + toCatalog;
  const refused = cartFailure !== "";
  span({
    span: "e",
    parent: "a",
    service: "front",
    name: "POST",
    kind: 3,
    start: toCart,
    duration: cart + 1,
    peer: request.cartPeer,
    isFailed: refused,
    failure: cartFailure,
  });
  if (!refused)
    span({
      span: "f",
      parent: "e",
      service: "cart",
      name: "POST /cart",
      kind: 2,
      start: toCart + 0.5,
      duration: cart,
    });
  for (const [step, body] of steps.entries())
    lines.push({
      at: inCatalog + step + 0.1,
      service: "catalog",
      pod: request.catalogPod,
      severity: body.startsWith("ERROR") ? 17 : 9,
      trace,
      span: "c",
      body,
      code: "",
    });
}

/** Numbers from 0 to 1 that look random and are the same each time. Source: Numerical Recipes' quick generator */
function noise(): () => number {
  let state = 42;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export const changeOf = (row: Partial<ChangeRow> & { readonly name: string }): ChangeRow => {
  const object = { kind: "Deployment", namespace: "shop", name: row.name };
  return {
    id: `change-${row.name}`,
    cluster: "local",
    time: fault - 20_000,
    type: "revision",
    object,
    workload: object,
    summary: "",
    differences: [],
    reason: "",
    exitCode: null,
    actor: "",
    isLate: false,
    ...row,
  };
};

const amounts = { cpu: null, memory: null };

/** A pod that is not well.
 *  @param container how its only container is doing */
export const podOf = (
  workload: string,
  container: Partial<PodRow["containers"][number]>,
  row: Partial<PodRow> = {},
): PodRow => ({
  cluster: "local",
  namespace: "shop",
  name: `${workload}-7d9f8b6c5-x2x4z`,
  uid: workload,
  status: container.reason ?? "Running",
  health: "bad",
  message: "",
  ready: 0,
  containers: [
    {
      name: "main",
      image: `shop/${workload}:2.0`,
      isInit: false,
      state: "waiting",
      reason: "",
      message: "",
      ready: false,
      startedAt: null,
      restarts: 0,
      lastEnd: null,
      requests: amounts,
      limits: amounts,
      usage: null,
      ...container,
    },
  ],
  restarts: 0,
  lastRestartAt: null,
  readinessChangedAt: null,
  revision: "",
  node: "node-1",
  ip: "",
  workload: { kind: "Deployment", namespace: "shop", name: workload },
  createdAt: fault,
  requests: amounts,
  limits: amounts,
  usage: null,
  ...row,
});

export const workloadOf = (row: Partial<WorkloadRow> & { readonly name: string }): WorkloadRow => ({
  cluster: "local",
  kind: "Deployment",
  namespace: "shop",
  uid: row.name,
  state: "ready",
  reason: "",
  message: "",
  ready: 1,
  desired: 1,
  updated: 1,
  images: [`shop/${row.name}:2.0`],
  restarts: 0,
  lastRestartAt: 0,
  createdAt: begin,
  ...row,
});
