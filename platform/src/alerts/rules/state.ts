import type { LabelSet } from "./rule.ts";

/* What becomes of an alert from one evaluation to the next, exactly as in Prometheus.
 * Source: https://github.com/prometheus/prometheus/blob/main/rules/alerting.go (AlertingRule.Eval) */

/** An alert whose condition holds, or did. Times are milliseconds since 1970; 0 is none. */
export interface ActiveAlert {
  /** Of its rule and labels: the same each time that it comes back. */
  readonly fingerprint: string;
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
  readonly state: "pending" | "firing" | "resolved";
  readonly value: number;
  /** Since when its condition holds. */
  readonly activeAt: number;
  readonly firedAt: number;
  readonly resolvedAt: number;
  /** Since when it fires on though its condition no longer holds. */
  readonly keptSince: number;
}

/** A series of the expression's result with the labels of its alert. */
export interface Holding {
  readonly fingerprint: string;
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
  readonly value: number;
}

export interface Timing {
  readonly forMs: number;
  readonly keepFiringForMs: number;
  /** Whether what fires may resolve now: shortly after a start, what is not seen yet is not taken for gone. */
  readonly mayResolve: boolean;
}

export interface Step {
  readonly alerts: ReadonlyMap<string, ActiveAlert>;
  /** Alerts that are in another state than before. */
  readonly changed: readonly ActiveAlert[];
  /** Alerts that were pending and whose condition no longer holds: nobody is told of them. */
  readonly dropped: readonly ActiveAlert[];
}

/** How long what is resolved is still known. */
export const resolvedKeptMs = 15 * 60_000;

/** @param before  the alerts of one rule, by fingerprint */
export function advance(
  before: ReadonlyMap<string, ActiveAlert>,
  holding: readonly Holding[],
  timing: Timing,
  now: number,
): Step {
  const found = new Map(holding.map((each) => [each.fingerprint, each]));
  const alerts = new Map<string, ActiveAlert>();
  const changed: ActiveAlert[] = [];
  const dropped: ActiveAlert[] = [];
  for (const fingerprint of new Set([...before.keys(), ...found.keys()])) {
    const [known, held] = [before.get(fingerprint), found.get(fingerprint)];
    const next = held ? stillHolds(known, held, timing, now) : known && noLongerHolds(known, timing, now);
    if (!next) {
      if (known?.state === "pending") dropped.push(known);
      continue;
    }
    alerts.set(fingerprint, next);
    if (known?.state !== next.state || known.activeAt !== next.activeAt) changed.push(next);
  }
  return { alerts, changed, dropped };
}

function stillHolds(
  known: ActiveAlert | undefined,
  held: Holding,
  { forMs }: Timing,
  now: number,
): ActiveAlert {
  const isNew = known === undefined || known.state === "resolved";
  const since = isNew ? { state: "pending" as const, activeAt: now, firedAt: 0, resolvedAt: 0 } : known;
  const fires = since.state === "pending" && now - since.activeAt >= forMs;
  return {
    ...held,
    state: fires ? "firing" : since.state,
    activeAt: since.activeAt,
    firedAt: fires ? now : since.firedAt,
    resolvedAt: 0,
    keptSince: 0,
  };
}

function noLongerHolds(
  known: ActiveAlert,
  { keepFiringForMs, mayResolve }: Timing,
  now: number,
): ActiveAlert | undefined {
  if (known.state === "pending") return undefined;
  if (known.state === "resolved") return now - known.resolvedAt > resolvedKeptMs ? undefined : known;
  if (!mayResolve) return known;
  const keptSince = known.keptSince || now;
  if (keepFiringForMs > 0 && now - keptSince < keepFiringForMs) return { ...known, keptSince };
  return { ...known, state: "resolved", resolvedAt: now, keptSince: 0 };
}
