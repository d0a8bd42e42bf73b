import type { Diagnosis } from "#vibeops/rca/api.ts";

export interface PathNode {
  readonly service: string;
  /** On the way from the symptom to the cause; in its order. */
  readonly isOnWay: boolean;
  readonly isCause: boolean;
  readonly isSymptom: boolean;
}
export interface PathEdge {
  readonly from: string;
  readonly to: string;
  readonly isPath: boolean;
}
export interface Path {
  readonly nodes: readonly PathNode[];
  readonly edges: readonly PathEdge[];
}

const MOST_NODES = 16;

/** The way from the symptom to the first cause, with whatever else is felt around it: what is on the way first, then what has
 *  symptoms, then neighbours, as many as can be taken in at a glance. */
export function pathOf({ causes, symptoms, calls }: Diagnosis): Path {
  const [top] = causes;
  const way = [...new Set(top === undefined ? [] : [...top.path, top.service])];
  const felt = new Set(symptoms.map(({ service }) => service));
  const touched = new Set([...way, ...felt]);
  const around = calls
    .filter(({ caller, callee }) => touched.has(caller) || touched.has(callee))
    .flatMap(({ caller, callee }) => [caller, callee]);
  const shown = new Set([...new Set([...way, ...felt, ...around])].slice(0, MOST_NODES));
  const steps = way.slice(1).map((to, i) => ({ from: way[i] ?? "", to }));
  const edges = new Map<string, PathEdge>();
  for (const { from, to } of steps) edges.set(`${from}\n${to}`, { from, to, isPath: true });
  for (const { caller, callee } of calls) {
    const key = `${caller}\n${callee}`;
    if (caller === callee || edges.has(key) || !shown.has(caller) || !shown.has(callee)) continue;
    edges.set(key, { from: caller, to: callee, isPath: false });
  }
  return {
    nodes: [...shown].map((service) => ({
      service,
      isOnWay: way.includes(service),
      isCause: service === top?.service,
      isSymptom: felt.has(service),
    })),
    edges: [...edges.values()].filter(({ from, to }) => shown.has(from) && shown.has(to)),
  };
}
