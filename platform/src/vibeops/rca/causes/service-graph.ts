import type { Relation, Scene } from "../scene/scene.ts";
import { mean, median, spread } from "../signals/robust.ts";
import { calleesOf, type MeasuredService, measuredServices, type Step } from "../signals/service-metrics.ts";
import { type Fact, type Hypothesis, insideOf } from "./hypothesis.ts";

/** Smaller growth is within what services do anyway: of the usual latency, of all requests. */
const leastGrowth = 0.02;
const leastErrorRatio = 0.002;
/** So many robust standard deviations are still chance, among all services and stretches; so many more count fully. */
const byChance = 3;
const fullStrength = 5;
const mostStrength = 20;
const scale = 40;
/** A callee whose growth is so much larger than its caller's can make of it serves somebody else. */
const mostFit = 3;
/** A stretch inside of the window says more than the window against its history, between which much else may have changed. */
const acrossHistory = 0.5;
const leastHistory = 6;
/** A name under which only the way to somebody is seen: a client's view of a call, a proxy, a load balancer. */
const passage =
  /(?:^|[._\-/ :])(?:client|remote|proxy|gateway|ingress|envoy|nginx|elb|alb|lb|balancer)(?:$|[._\-/ :\d])/i;

type Indicator = "latency" | "errors";

/** A stretch of time that may be bad, from its first to without its last moment. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Whether what is compared with it lies in the window too. */
  readonly isInside: boolean;
}

interface Growth {
  readonly service: string;
  readonly before: number;
  readonly after: number;
  /** What came to it: seconds a request, or part of requests. */
  readonly excess: number;
  /** Robust standard deviations. */
  readonly strength: number;
  /** Requests by the second in the stretch. */
  readonly rate: number;
}

/** Where only metrics by service and who calls whom are known: from what users meet the way goes down to the callee that got worse
 *  at the same time and explains it, as long as one does; where none does, there it is. */
export function serviceGraph(scene: Scene): Hypothesis[] {
  const services = measuredServices(scene);
  if (services.size === 0 || scene.relations.length === 0) return [];
  const busiest = Math.max(
    ...[...services.values()].map(({ steps }) => mean(steps.map(({ rate }) => rate))),
    1e-9,
  );
  const best = new Map<string, Hypothesis>();
  for (const indicator of ["latency", "errors"] as const) {
    let worst: Worst | undefined;
    for (const stretch of stretchesOf(scene, services)) {
      const grown = grownIn(services, indicator, stretch);
      const tops = topsOf(scene, grown, busiest);
      const felt = tops.reduce((sum, top) => sum + top.felt, 0) * (stretch.isInside ? 1 : acrossHistory);
      if (felt > (worst?.felt ?? 0)) worst = { grown, stretch, tops, felt };
    }
    if (!worst) continue;
    for (const found of blamed(scene, indicator, worst)) {
      const id = `${indicator}\n${found.service}`;
      if (found.score > (best.get(id)?.score ?? 0)) best.set(id, found);
    }
  }
  return [...best.values()];
}

/** Every stretch of steps inside of the window that leaves some steps to compare with; and the window against what was before. */
function stretchesOf({ window }: Scene, services: ReadonlyMap<string, MeasuredService>): Stretch[] {
  const times = [
    ...new Set([...services.values()].flatMap(({ steps }) => steps.map(({ at }) => at))),
  ].toSorted((a, b) => a - b);
  const inside = times.filter((at) => at >= window.from && at < window.to);
  const stretches: Stretch[] = [];
  const width = Math.max(1, Math.ceil(inside.length / 24));
  for (let i = 0; i < inside.length; i += width)
    for (let j = i + width; j <= inside.length; j += width)
      if (j - i <= inside.length - 2)
        stretches.push({ from: inside[i] ?? 0, to: inside[j] ?? window.to + 1, isInside: true });
  if (times.filter((at) => at < window.from).length >= leastHistory)
    stretches.push({ from: window.from, to: window.to + 1, isInside: false });
  return stretches;
}

function grownIn(
  services: ReadonlyMap<string, MeasuredService>,
  indicator: Indicator,
  stretch: Stretch,
): Map<string, Growth> {
  return new Map(
    [...services.values()].flatMap((service) => {
      const growth = growthOf(service, indicator, stretch);
      return growth ? [[service.service, growth] as const] : [];
    }),
  );
}

function growthOf(
  { service, steps, windowFrom }: MeasuredService,
  indicator: Indicator,
  stretch: Stretch,
): Growth | undefined {
  const valueOf = (step: Step) => (indicator === "latency" ? step.latency : step.errorRatio);
  const served = steps.filter(({ rate }) => rate > 0);
  const bad = served.filter(({ at }) => at >= stretch.from && at < stretch.to);
  const history = served.filter(({ at }) => at < windowFrom);
  const good = stretch.isInside
    ? served.filter(({ at }) => at >= windowFrom && (at < stretch.from || at >= stretch.to))
    : history;
  const [before, after] = [
    good.flatMap((step) => valueOf(step) ?? []),
    bad.flatMap((step) => valueOf(step) ?? []),
  ];
  if (before.length === 0 || after.length === 0) return undefined;
  const usual = median(before);
  const now = mean(after);
  const excess = now - usual;
  const floor = indicator === "latency" ? leastGrowth * usual + 1e-4 : leastErrorRatio;
  if (excess < 2 * floor) return undefined;
  const noise = Math.max(
    spread(before),
    history.length >= leastHistory ? spread(history.flatMap((step) => valueOf(step) ?? [])) : 0,
  );
  const strength = (excess / (noise + floor)) * Math.sqrt(after.length);
  return { service, before: usual, after: now, excess, strength, rate: mean(bad.map(({ rate }) => rate)) };
}

/** Where users meet it first: what got worse and is called by nothing that did, with how much it is felt: standard deviations by
 *  its part of the traffic. */
function topsOf(
  scene: Scene,
  grown: ReadonlyMap<string, Growth>,
  busiest: number,
): { growth: Growth; felt: number }[] {
  const isClear = (service: string) => (grown.get(service)?.strength ?? 0) > byChance;
  const below = new Set(
    scene.relations
      .filter(({ caller, callee }) => caller !== callee && isClear(caller))
      .map(({ callee }) => callee),
  );
  return [...grown.values()]
    .filter(({ service }) => isClear(service) && !below.has(service))
    .map((growth) => ({
      growth,
      felt: Math.min(mostStrength, growth.strength - byChance) * (growth.rate / busiest),
    }));
}

interface Worst {
  readonly grown: ReadonlyMap<string, Growth>;
  readonly stretch: Stretch;
  readonly tops: readonly { readonly growth: Growth; readonly felt: number }[];
  readonly felt: number;
}

function blamed(scene: Scene, indicator: Indicator, { grown, stretch, tops, felt }: Worst): Hypothesis[] {
  const callees = calleesOf(scene.relations);
  const blame: Walk["blame"] = new Map();
  const into = new Map<string, number>();
  for (const { callee, calls } of scene.relations) into.set(callee, (into.get(callee) ?? 0) + calls);
  const all = tops.reduce((sum, top) => sum + top.felt, 0) || 1;
  for (const { growth, felt: own } of tops)
    descend(growth.service, own / all, [growth.service], { grown, callees, into, blame });
  return [...blame].flatMap(([service, { weight, path }]) => {
    const growth = grown.get(service);
    return growth ? [hypothesisOf(scene, growth, { indicator, at: stretch.from, weight, path, felt })] : [];
  });
}

interface Walk {
  readonly grown: ReadonlyMap<string, Growth>;
  readonly callees: ReadonlyMap<string, readonly Relation[]>;
  /** Calls into each service from all callers. */
  readonly into: ReadonlyMap<string, number>;
  readonly blame: Map<string, { weight: number; path: string[] }>;
}

/** Shares what is to be explained between a service and those of its callees that got worse as much as it did, or less. */
function descend(service: string, weight: number, path: readonly string[], walk: Walk): void {
  const own = walk.grown.get(service);
  if (!own || weight < 0.01) return;
  const parts = (walk.callees.get(service) ?? []).flatMap(({ callee, calls }) => {
    const growth = walk.grown.get(callee);
    if (!growth || path.includes(callee)) return [];
    const perRequest = (growth.rate * (calls / (walk.into.get(callee) || 1))) / (own.rate || 1);
    const part = (growth.excess * perRequest) / own.excess;
    return part > mostFit
      ? []
      : [{ callee, part: Math.min(1, part) * Math.min(1, growth.strength / byChance) }];
  });
  const total = parts.reduce((sum, { part }) => sum + part, 0);
  const passesOn = total > 0 && passage.test(service) ? 1 : Math.min(1, total);
  for (const { callee, part } of parts)
    descend(callee, weight * passesOn * (part / total), [...path, callee], walk);
  const rest = weight * (1 - passesOn);
  const known = walk.blame.get(service);
  walk.blame.set(service, { weight: rest + (known?.weight ?? 0), path: known?.path ?? [...path] });
}

interface Blamed {
  readonly indicator: Indicator;
  readonly at: number;
  readonly weight: number;
  readonly path: readonly string[];
  readonly felt: number;
}

function hypothesisOf(
  scene: Scene,
  growth: Growth,
  { indicator, at, weight, path, felt }: Blamed,
): Hypothesis {
  const { service, before, after } = growth;
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
    { code: "callees-steady", values: { service, explained: Math.round((1 - Math.min(1, weight)) * 100) } },
  ];
  const isPassage = passage.test(service);
  const behind = isPassage ? calleesOf(scene.relations).get(service)?.[0]?.callee : undefined;
  return {
    rule: "service-graph",
    kind: isPassage ? "network" : isLatency ? "slow-dependency" : "code-fault",
    service: behind ?? service,
    subject: indicator,
    at,
    score: scale * weight * Math.min(1, felt / fullStrength),
    inside: [insideOf("resource", isLatency ? "latency" : "availability")],
    facts,
    against: [],
    victims: path.slice(0, -1),
    touches: [service],
  };
}
