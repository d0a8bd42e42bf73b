import { parseArgs } from "node:util";

export interface RcaOptions {
  readonly data: string;
  /** Names of cases, or what they end in after a slash; all when empty. */
  readonly cases: readonly string[];
  /** Only the first so many cases, and healthy windows, of each data set. */
  readonly limit: number;
  readonly isJson: boolean;
  /** Leaves the platform with the one case up. */
  readonly isKept: boolean;
  /** Where the whole answers are written. */
  readonly dump: string | undefined;
  /** Kinds of evidence that the engine does without. */
  readonly without: readonly string[];
}

const usage =
  "./naru bench rca --data DIR [--case NAME …] [--limit N] [--json] [--dump DIR] [--ablate NAME …] [--keep]";

/** @throws Error that says what to give */
export function rcaOptions(argv: readonly string[]): RcaOptions {
  const { values } = parse(argv);
  if (values.data === undefined || values.data === "") {
    throw new Error(`--data is missing: the folder with the cases to replay. --shop needs none.\n  ${usage}`);
  }
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : Number(values.limit);
  if (!(limit >= 1) || (Number.isFinite(limit) && !Number.isInteger(limit))) {
    throw new Error(`--limit ${values.limit} is no whole number from 1.\n  ${usage}`);
  }
  const cases = values.case ?? [];
  if (values.keep === true && cases.length !== 1)
    throw new Error(`--keep goes with exactly one --case.\n  ${usage}`);
  return {
    data: values.data,
    cases,
    limit,
    isJson: values.json ?? false,
    isKept: values.keep ?? false,
    dump: values.dump,
    without: values.ablate ?? [],
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        data: { type: "string" },
        case: { type: "string", multiple: true },
        limit: { type: "string" },
        json: { type: "boolean" },
        keep: { type: "boolean" },
        dump: { type: "string" },
        ablate: { type: "string", multiple: true },
      },
    });
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n  ${usage}`, { cause });
  }
}
