/** What a diagnosis says, as far as it is scored. */
export interface Diagnosis {
  readonly verdict: Verdict;
  /** Milliseconds since 1970. */
  readonly onset: number | null;
  /** Best first; the same service may be named more than once. */
  readonly causes: readonly Cause[];
}

export type Verdict = "cause" | "unsure" | "healthy";

export interface Cause {
  readonly service: string;
  /** What sort of thing it is: `release`, `pool-exhausted`, … */
  readonly kind: string;
  /** 0 to 1 */
  readonly confidence: number;
  readonly inside: readonly Inside[];
}

/** What within the service it is: a code location, a statement, a setting, a resource, … */
export interface Inside {
  readonly kind: string;
  readonly name: string;
}

/** What was wrong in truth. */
export interface Truth {
  /** Any of them is right. */
  readonly services: readonly string[];
  /** Its sort, by which totals are given: a kind of fault, a scenario. */
  readonly fault: string;
  /** When it began, in milliseconds since 1970; null where nobody wrote it down. */
  readonly onset: number | null;
  /** Any of them is right; left out where nobody has said what it is called. */
  readonly kinds?: readonly string[];
  /** Null where only the service is known. */
  readonly inside: InsideTruth | null;
}

export interface InsideTruth {
  /** All of them are found in the name of one right entry: two log statements, a setting, a resource. */
  readonly names: readonly RegExp[];
  /** Kinds of entry that are taken; any when left out. */
  readonly kinds?: readonly string[];
}

export interface Score {
  readonly verdict: Verdict;
  /** Services in the order in which they are first blamed. */
  readonly services: readonly string[];
  /** 1: the true service is blamed first; null: it is not blamed. */
  readonly rank: number | null;
  /** Of what is blamed first; null where nobody is blamed. */
  readonly confidence: number | null;
  /** Null where the truth has no kinds. */
  readonly kind: boolean | null;
  /** Null where the truth has no inside. */
  readonly inside: boolean | null;
  /** One of the true names is enough. */
  readonly insideEither: boolean | null;
  /** Null where one of the two onsets is not known. */
  readonly onsetErrorSeconds: number | null;
}

/** How many services are looked at: blaming more names more insides, which proves nothing. */
const mostServices = 5;

/** Compares an answer with the truth. Different services are ranked by where each first appears. Kind and inside are
 *  judged on the first cause that names a true service, whichever rank up to 5 it has. An answer that finds nothing wrong
 *  blames nobody. */
export function scoreDiagnosis(truth: Truth, { verdict, onset, causes }: Diagnosis): Score {
  const blamed: readonly Cause[] = verdict === "healthy" ? [] : causes;
  const services = [...new Set(blamed.map(({ service }) => service))];
  const rank = services.findIndex((service) => truth.services.includes(service)) + 1 || null;
  const counts = rank !== null && rank <= mostServices;
  const right = counts ? blamed.find(({ service }) => service === services[rank - 1]) : undefined;
  const { inside, kinds } = truth;
  const found = (right?.inside ?? []).map((entry) => (inside ? namesIn(inside, entry) : []));
  const isKnown = onset !== null && truth.onset !== null && verdict !== "healthy";
  return {
    verdict,
    services,
    rank,
    confidence: blamed[0]?.confidence ?? null,
    kind: kinds ? right !== undefined && kinds.includes(right.kind) : null,
    inside: inside && found.some((names) => names.length > 0 && names.every(Boolean)),
    insideEither: inside && found.some((names) => names.some(Boolean)),
    onsetErrorSeconds: isKnown ? Math.abs(onset - truth.onset) / 1000 : null,
  };
}

/** Which of the true names an entry has. */
const namesIn = ({ names, kinds }: InsideTruth, { kind, name }: Inside): boolean[] =>
  kinds && !kinds.includes(kind) ? [] : names.map((wanted) => wanted.test(name));

/** Finds a text where it stands as whole words, without regard to case: `BasicServiceImpl#40` is not in
 *  `BasicServiceImpl#405`. */
export const wholeWords = (text: string): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}])${text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)}(?![\p{L}\p{N}])`,
    "iu",
  );
