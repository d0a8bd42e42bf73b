/* How fast replicas may come and go.
 * Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior */

/** One direction of an autoscaler's `spec.behavior`. */
export interface ScalingRules {
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy?: "Max" | "Min" | "Disabled";
  readonly policies?: readonly {
    readonly type: "Pods" | "Percent";
    readonly value: number;
    readonly periodSeconds: number;
  }[];
}

/** What an autoscaler's `spec` says of how many there may be, and how fast they may change. */
export interface Bounds {
  readonly minReplicas?: number;
  readonly maxReplicas: number;
  readonly behavior?: { readonly scaleUp?: ScalingRules; readonly scaleDown?: ScalingRules };
}

/** Something that was so at a time, in milliseconds since 1970. */
export interface Past {
  readonly at: number;
  readonly replicas: number;
}

export interface History {
  /** What was recommended. */
  readonly recommended: readonly Past[];
  /** By how much it was scaled: more, or less. */
  readonly scaled: readonly Past[];
}

export interface Limited {
  readonly replicas: number;
  readonly reason: string;
  readonly message: string;
  readonly isStabilized: boolean;
}

const usual = {
  up: {
    stabilizationWindowSeconds: 0,
    selectPolicy: "Max",
    policies: [
      { type: "Pods", value: 4, periodSeconds: 15 },
      { type: "Percent", value: 100, periodSeconds: 15 },
    ],
  },
  down: {
    stabilizationWindowSeconds: 300,
    selectPolicy: "Max",
    policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
  },
} as const satisfies Record<string, ScalingRules>;

function rulesOf({ behavior = {} }: Bounds) {
  const { scaleUp, scaleDown } = behavior;
  return { up: { ...usual.up, ...scaleUp }, down: { ...usual.down, ...scaleDown } };
}

/** What of a wish may be done now. */
export function limited(
  bounds: Bounds,
  current: number,
  wanted: number,
  { recommended, scaled }: History,
  now: number,
): Limited {
  const { up, down } = rulesOf(bounds);
  const { minReplicas = 1, maxReplicas } = bounds;
  const within = ({ stabilizationWindowSeconds = 0 }: ScalingRules) =>
    recommended
      .filter(({ at }) => at > now - stabilizationWindowSeconds * 1000)
      .map(({ replicas }) => replicas);
  const least = Math.min(wanted, ...within(up));
  const most = Math.max(wanted, ...within(down));
  const stable = Math.min(Math.max(current, least), most);
  const isStabilized = stable !== wanted;
  const bound =
    stable > current
      ? upper(Math.max(upLimit(up, current, scaled, now), current), maxReplicas)
      : lower(Math.min(downLimit(down, current, scaled, now), current), minReplicas);
  return { ...clamp(stable, bound, minReplicas, maxReplicas), isStabilized };
}

interface Bound {
  readonly least: number;
  readonly most: number;
  readonly reason: string;
  readonly message: string;
}

const tooMany = {
  reason: "TooManyReplicas",
  message: "the desired replica count is more than the maximum replica count",
};
const tooFew = {
  reason: "TooFewReplicas",
  message: "the desired replica count is less than the minimum replica count",
};

function upper(byRate: number, most: number): Bound {
  const tooFast = "the desired replica count is increasing faster than the maximum scale rate";
  if (most <= byRate) return { least: -Infinity, most, ...tooMany };
  return { least: -Infinity, most: byRate, reason: "ScaleUpLimit", message: tooFast };
}

function lower(byRate: number, least: number): Bound {
  const tooFast = "the desired replica count is decreasing faster than the maximum scale rate";
  if (least >= byRate) return { least, most: Infinity, ...tooFew };
  return { least: byRate, most: Infinity, reason: "ScaleDownLimit", message: tooFast };
}

function clamp(stable: number, { least, most, reason, message }: Bound, min: number, max: number) {
  if (stable > most) return { replicas: most, reason, message };
  if (stable < least) return { replicas: least, reason, message };
  if (stable > max) return { replicas: max, ...tooMany };
  if (stable < min) return { replicas: min, ...tooFew };
  return {
    replicas: stable,
    reason: "DesiredWithinRange",
    message: "the desired count is within the acceptable range",
  };
}

/** How many there were when the period began. */
function before(current: number, scaled: readonly Past[], periodSeconds: number, now: number): number {
  const since = now - periodSeconds * 1000;
  return current - scaled.filter(({ at }) => at > since).reduce((sum, { replicas }) => sum + replicas, 0);
}

function upLimit(
  { policies = [], selectPolicy }: ScalingRules,
  current: number,
  scaled: readonly Past[],
  now: number,
) {
  if (selectPolicy === "Disabled") return current;
  const limits = policies.map(({ type, value, periodSeconds }) => {
    const start = before(current, scaled, periodSeconds, now);
    return type === "Pods" ? start + value : Math.ceil((start * (100 + value)) / 100);
  });
  return selectPolicy === "Min" ? Math.min(...limits) : Math.max(...limits);
}

function downLimit(
  { policies = [], selectPolicy }: ScalingRules,
  current: number,
  scaled: readonly Past[],
  now: number,
) {
  if (selectPolicy === "Disabled") return current;
  const limits = policies.map(({ type, value, periodSeconds }) => {
    const start = before(current, scaled, periodSeconds, now);
    return type === "Pods" ? start - value : Math.trunc((start * (100 - value)) / 100);
  });
  return selectPolicy === "Min" ? Math.max(...limits) : Math.min(...limits);
}
