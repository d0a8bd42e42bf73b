import { parseArgs } from "node:util";
import { type Fault, faultNamed, faults, herrings } from "@naru/shop/chaos";

export interface ShopOptions {
  readonly trials: readonly Trial[];
  readonly quietMinutes: number;
  readonly isJson: boolean;
  /** Where the whole answers are written. */
  readonly dump: string | undefined;
}

/** A fault, and what is to mislead at the same minute. */
export interface Trial {
  readonly fault: Fault;
  readonly herring: string | undefined;
}

const usage =
  "./naru bench rca --shop [--fault NAME …] [--with HERRING|none] [--quiet-minutes N] [--json] [--dump DIR]";
const usualQuietMinutes = 10;
const mostQuietMinutes = 24 * 60;
const usualHerring = "harmless-release";

/** @throws Error that says what to give */
export function shopOptions(argv: readonly string[]): ShopOptions {
  const values = parse(argv);
  const names = [...new Set(values.fault)];
  const chosen = names.length === 0 ? faults.filter(({ truth }) => truth) : names.map(faultOf);
  const usual = names.length === 0 ? usualQuietMinutes : 0;
  return {
    trials: chosen.map((fault) => ({ fault, herring: herringOf(fault, values.with) })),
    quietMinutes: values["quiet-minutes"] === undefined ? usual : minutes(values["quiet-minutes"]),
    isJson: values.json ?? false,
    dump: values.dump,
  };
}

function faultOf(name: string): Fault {
  const fault = faultNamed(name);
  if (fault.truth) return fault;
  throw new Error(`${name} is no fault; --quiet-minutes N says how long nothing is wrong.\n  ${usage}`);
}

/** Unless it is asked for, none where the fault is a release itself, as a second one would only be another suspect like it, nor where
 *  it hits whatever is released. */
function herringOf({ truth, hitsReleases }: Fault, asked: string | undefined): string | undefined {
  if (asked === undefined) return hitsReleases || truth?.kinds.includes("release") ? undefined : usualHerring;
  if (asked === "none") return undefined;
  if (herrings.some(({ name }) => name === asked)) return asked;
  const names = herrings.map(({ name }) => name).join(", ");
  throw new Error(`there is no herring ${asked}; there are ${names}, and none.\n  ${usage}`);
}

function minutes(text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= mostQuietMinutes) return number;
  throw new Error(`--quiet-minutes ${text} is no whole number from 0 to ${mostQuietMinutes}.\n  ${usage}`);
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        shop: { type: "boolean" },
        fault: { type: "string", multiple: true },
        with: { type: "string" },
        "quiet-minutes": { type: "string" },
        json: { type: "boolean" },
        dump: { type: "string" },
      },
    }).values;
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n  ${usage}`, { cause });
  }
}
