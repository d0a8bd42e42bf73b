type Labels = Readonly<Record<string, string>>;

export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** Whether a selector takes what has these labels: an empty one takes all, a missing one none.
 *  Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors */
export function matches(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (!selector) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => holds(labels[key], operator, values))
  );
}

function holds(value: string | undefined, operator: string, values: readonly string[]): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}

const setBased = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/;
const equalityBased = /^(!?)([^\s=!,()]+)\s*(?:(==|=|!=)\s*([^\s=!,()]*))?$/;

/** `app=web,tier!=cache,env in (a,b),release,!canary`; a text without anything in it takes all.
 *  @returns undefined where it is no selector */
export function selectorIn(text: string): LabelSelector | undefined {
  const pieces = text.match(/(?:[^,(]|\([^)]*\)?)+/g) ?? [];
  const wanted = pieces.map((piece) => requirementIn(piece.trim()));
  const matchExpressions = wanted.filter((each) => each !== undefined);
  return matchExpressions.length === wanted.length ? { matchExpressions } : undefined;
}

type Requirement = NonNullable<LabelSelector["matchExpressions"]>[number];

function requirementIn(text: string): Requirement | undefined {
  const [, listed, operator, values = ""] = setBased.exec(text) ?? [];
  if (listed !== undefined) {
    const all = values.split(",").map((value) => value.trim());
    return { key: listed, operator: operator === "in" ? "In" : "NotIn", values: all };
  }
  const [, isAbsent, key, equality, value = ""] = equalityBased.exec(text) ?? [];
  if (key === undefined) return undefined;
  if (equality === undefined) return { key, operator: isAbsent ? "DoesNotExist" : "Exists" };
  return isAbsent ? undefined : { key, operator: equality === "!=" ? "NotIn" : "In", values: [value] };
}
