/** What a diagnosis says, as far as it is scored. */
export interface Diagnosis {
  readonly verdict: Verdict;
  /** Milliseconds since 1970. */
  readonly onset: number | null;
  /** Best first; the same service may be named more than once. */
  readonly causes: readonly Cause[];
}

export type Verdict = (typeof verdicts)[number];
const verdicts = ["cause", "unsure", "healthy"] as const;

export interface Cause {
  readonly service: string;
  readonly inside: readonly Inside[];
}

/** What within the service it is: a code location, a statement, a setting, a resource, … */
export interface Inside {
  readonly kind: string;
  readonly name: string;
}

/** @throws Error naming what is not as it should be */
export function readDiagnosis(answer: unknown): Diagnosis {
  const { verdict, onset, causes } = object(answer, "the diagnosis");
  const known = verdicts.find((each) => each === verdict);
  if (!known) throw new Error(`verdict is ${JSON.stringify(verdict)}, not one of ${verdicts.join(", ")}`);
  if (onset !== null && (typeof onset !== "number" || !Number.isFinite(onset))) {
    throw new Error(`onset is ${JSON.stringify(onset)}, not milliseconds since 1970 or null`);
  }
  return {
    verdict: known,
    onset,
    causes: list(causes, "causes").map((each, index) => {
      const { service, inside } = object(each, `causes[${index}]`);
      return {
        service: text(service, `causes[${index}].service`),
        inside: list(inside, `causes[${index}].inside`).map((entry, at) => {
          const { kind, name } = object(entry, `causes[${index}].inside[${at}]`);
          return { kind: text(kind, "kind of what is inside"), name: text(name, "name of what is inside") };
        }),
      };
    }),
  };
}

function object(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error(`${what} is ${JSON.stringify(value)}, not an object`);
}

function list(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${what} is ${JSON.stringify(value)}, not a list`);
}

function text(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new Error(`${what} is ${JSON.stringify(value)}, not a text`);
}
