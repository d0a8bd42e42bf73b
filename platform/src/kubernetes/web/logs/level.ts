/** How severe a line says it is; empty when it does not say. */
export type Level = "error" | "warn" | "info" | "debug" | "";

const WORDS: Readonly<Record<string, Level>> = {
  fatal: "error",
  panic: "error",
  critical: "error",
  crit: "error",
  alert: "error",
  emerg: "error",
  severe: "error",
  error: "error",
  err: "error",
  warning: "warn",
  warn: "warn",
  notice: "info",
  info: "info",
  debug: "debug",
  trace: "debug",
};

/** pino and bunyan count levels in tens. */
const NUMBERS: readonly (readonly [number, Level])[] = [
  [50, "error"],
  [40, "warn"],
  [30, "info"],
  [10, "debug"],
];

const FIELD = /["']?(?:level|severity|lvl)["']?\s*[:=]\s*["']?(\w+)/i;
/** klog's `E1121 09:00:00.000`. */
const KLOG = /^([EWIFD])\d{4} \d{2}:\d{2}:\d{2}/;
const WORD = new RegExp(String.raw`(?:^|[\s[<(|])(${Object.keys(WORDS).join("|")})(?=$|[\s:\]>)|,])`, "i");
/** A word further on is part of what the line tells. */
const HEAD = 80;

/** Reads a level from a line as programs write them: a field, klog's letter, or a word near the beginning. */
export function levelOf(line: string): Level {
  const field = FIELD.exec(line)?.[1]?.toLowerCase();
  if (field !== undefined) return WORDS[field] ?? ofNumber(Number(field));
  const letter = KLOG.exec(line)?.[1];
  if (letter !== undefined)
    return ({ E: "error", F: "error", W: "warn", I: "info", D: "debug" } as const)[letter] ?? "";
  const word = WORD.exec(line.slice(0, HEAD))?.[1];
  return word === undefined ? "" : (WORDS[word.toLowerCase()] ?? "");
}

function ofNumber(value: number): Level {
  return NUMBERS.find(([least]) => value >= least)?.[1] ?? "";
}

// oxlint-disable-next-line no-control-regex -- the escape character is what it is about
const ANSI = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** The line without the colours that terminals would show. */
export const withoutColours = (line: string): string => line.replaceAll(ANSI, "");
