import type { Relation, Scene } from "../scene/scene.ts";
import { mean, median, spread } from "../signals/robust.ts";
import { calleesOf, type MeasuredService, measuredServices } from "../signals/service-metrics.ts";
import { type Fact, type Hypothesis, insideOf } from "./hypothesis.ts";

/** Smaller growth is within what services do anyway: of the usual latency, of all requests. */
const leastGrowth = 0.1;
const leastErrorRatio = 0.005;
/** How many robust standard deviations count fully. */
const fullStrength = 8;
/** A callee whose growth is so much larger than its caller's can make of it serves somebody else. */
const mostFit = 3;
const scale = 40;
/** A name under which only the way to somebody is seen: a client's view of a call, a proxy, a load balancer. */
const passage = /(?:^|[._\-/ :])(?:client|remote|proxy|gateway|ingress|envoy|nginx|elb|alb|lb|balancer)(?:$|[._\-/ :\d])/i;

type Indicator = "latency" | "errors";

interface Growth {
  readonly service: string;
  readonly before: number;
  readonly after: number;
  /** What came to it: seconds a request, or part of requests. */
  readonly excess: number;
  /** Robust standard deviations. */
  readonly strength: number;
  /** Requests by the second after. */
  readonly rate: number;
}

/** Where only metrics by service and who calls whom are known: from a service that got worse the way goes down to the callee that
 *  explains it, as long as one does; where none does, there it is. */
export function serviceGraph(scene: Scene): Hypothesis[] {
  const services = measuredServices(scene);
  if (services.size === 0 || scene.relations.length === 0) return [];
  const callees = calleesOf(scene.relations);
  const best = new Map<string, Hypothesis>();
  for (const indicator of ["latency", "errors"] as const)
    for (const at of cutsOf(scene, services))
      for (const found of blamed(scene, { services, callees, indicator, at }))
        if (found.score > (best.get(`${indicator}\n${found.service}`)?.score ?? 0))
          best.set(`${indicator}\n${found.service}`, found);
  return [...best.values()];
}

/** The window itself may be all that is bad: then what was before it is the measure. */
function cutsOf({ window }: Scene, services: ReadonlyMap<string, MeasuredService>): number[] {
  const times = new Set([...services.values()].flatMap(({ steps }) => steps.map(({ at }) => at)));
  const inside = [...times].filter((at) => at > window.from && at < window.to).toSorted((a, b) => a - b);
  const hasHistory = [...times].filter((at) => at < window.from).length >= 6;
  return [...(hasHistory ? [window.from] : []), ...inside.slice(hasHistory ? 0 : 1)];
}

interface Judged {
  readonly services: ReadonlyMap<string, MeasuredService>;
  readonly callees: ReadonlyMap<string, readonly Relation[]>;
  readonly indicator: Indicator;
  readonly at: number;
}

function blamed(scene: Scene, { services, callees, indicator, at }: Judged): Hypothesis[] {
  const grown = new Map(
    [...services.values()].flatMap((service) => {
      const growth = growthOf(service, indicator, at);
      return growth ? [[service.service, growth] as const] : [];
    }),
  );
  const isCalled = new Set(
    [...callees.values()].flat().filter(({ caller }) => grown.has(caller)).map(({ callee }) => callee),
  );
  const entries = [...grown.values()].filter(({ service }) => !isCalled.has(service));
  const blame = new Map<string, { weight: number; path: string[] }>();
  for (const entry of entries) {
    const size = (entry.excess * entry.rate) / largest(entries);
    descend(entry.service, size, [entry.service], { grown, callees, blame });
  }
  return [...blame].map(([service, { weight, path }]) =>
    hypothesisOf(scene, grown.get(service) as Growth, { indicator, at, weight, path }),
  );
}

const largest = (entries: readonly Growth[]): number =>
  Math.max(...entries.map(({ excess, rate }) => excess * rate), Number.MIN_VALUE);

function growthOf({ service, steps }: MeasuredService, indicator: Indicator, at: number): Growth | undefined {
  const valueOf = (step: MeasuredService["steps"][number]) => (indicator === "latency" ? step.latency : step.errorRatio);
  const valuesOf = (isAfter: boolean) =>
    steps.filter((step) => step.at >= at === isAfter && step.rate > 0).flatMap((step) => valueOf(step) ?? []);
  const [before, after] = [valuesOf(false), valuesOf(true)];
  if (before.length === 0 || after.length === 0) return undefined;
  const usual = median(before);
  const now = mean(after);
  const excess = now - usual;
  const floor = indicator === "latency" ? leastGrowth * usual + 1e-4 : leastErrorRatio;
  if (excess < floor) return undefined;
  const rates = steps.filter((step) => step.at >= at).map(({ rate }) => rate);
  return { service, before: usual, after: now, excess, strength: excess / (spread(before) + floor), rate: mean(rates) };
}

interface Walk {
  readonly grown: ReadonlyMap<string, Growth>;
  readonly callees: ReadonlyMap<string, readonly Relation[]>;
  readonly blame: Map<string, { weight: number; path: string[] }>;
}

/** Shares what is to be explained between a service and those of its callees that got worse as much as it did, or less. */
function descend(service: string, weight: number, path: readonly string[], walk: Walk): void {
  const own = walk.grown.get(service);
  if (!own || weight < 0.01) return;
  const parts = (walk.callees.get(service) ?? []).flatMap(({ callee }) => {
    const growth = walk.grown.get(callee);
    if (!growth || path.includes(callee)) return [];
    // A request of the caller makes so many of the callee, at most one where the callee serves others too.
    const perRequest = own.rate > 0 ? Math.min(1, growth.rate / own.rate) : 1;
    const part = (growth.excess * perRequest) / own.excess;
    return part > mostFit ? [] : [{ callee, part: Math.min(1, part), strength: growth.strength }];
  });
  const explained = Math.min(1, parts.reduce((sum, { part }) => sum + part, 0));
  const total = parts.reduce((sum, { part }) => sum + part, 0) || 1;
  const passesOn = parts.length > 0 && passage.test(service) ? 1 : explained;
  for (const { callee, part } of parts) descend(callee, (weight * passesOn * part) / total, [...path, callee], walk);
  const rest = weight * (1 - passesOn);
  const known = walk.blame.get(service);
  if (rest > (known?.weight ?? 0)) walk.blame.set(service, { weight: rest, path: [...path] });
}

interface Blamed {
  readonly indicator: Indicator;
  readonly at: number;
  readonly weight: number;
  readonly path: readonly string[];
}

function hypothesisOf(scene: Scene, growth: Growth, { indicator, at, weight, path }: Blamed): Hypothesis {
  const { service, before, after, strength } = growth;
  const isLatency = indicator === "latency";
  const facts: Fact[] = [
    {
      code: "excess-here",
      values: {
        service,
        indicator: isLatency ? "mean latency" : "failed requests",
        indicatorKo: isLatency ? "평균 지연 시간" : "실패한 요청",
        before: isLatency ? before : before * 100,
        after: isLatency ? after : after * 100,
        unit: isLatency ? "s" : "%",
      },
    },
    { code: "callees-steady", values: { service, explained: Math.round((1 - weight) * 100) } },
  ];
  const isPassage = passage.test(service);
  const behind = isPassage ? calleesOf(scene.relations).get(service)?.[0]?.callee : undefined;
  return {
    rule: "service-graph",
    kind: isPassage ? "network" : isLatency ? "slow-dependency" : "code-fault",
    service: behind ?? service,
    subject: indicator,
    at,
    score: scale * weight * Math.min(1, strength / fullStrength),
    inside: [insideOf("resource", isLatency ? "latency" : "availability")],
    facts,
    against: [],
    victims: path.slice(0, -1),
    touches: [service],
  };
}
