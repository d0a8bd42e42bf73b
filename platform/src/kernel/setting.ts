import { homedir } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { NaruError } from "./errors.ts";
import { parseBytes, parseDuration } from "./quantity.ts";

/** One setting: read from its environment variable, or from the flag of the same name, which wins. */
export interface Setting<T> {
  readonly env: string;
  /** Text that is parsed like any other value. */
  readonly default: string;
  readonly parser: Parser<T>;
  readonly description: string;
}

/** `allowed` ends the sentence "Allowed: …"; `read` returns undefined for a text that is not. */
export interface Parser<T> {
  readonly allowed: string;
  read(text: string): T | undefined;
}

export const setting = <T>(env: string, fallback: string, parser: Parser<T>, description: string) =>
  ({ env, default: fallback, parser, description }) satisfies Setting<T>;

export type Environment = Readonly<Record<string, string | undefined>>;

/** `NARU_OTLP_HTTP_PORT` is `--otlp-http-port`. */
export const flagOf = (env: string): string =>
  env
    .replace(/^NARU_/, "")
    .toLowerCase()
    .replaceAll("_", "-");

/** @returns the flags given, by name
 *  @throws NaruError INVALID_SETTING for a flag that no setting has */
export function readFlags(settings: readonly Setting<unknown>[], argv: readonly string[]) {
  const options = Object.fromEntries(settings.map(({ env }) => [flagOf(env), { type: "string" as const }]));
  try {
    return parseArgs({ args: [...argv], options, strict: true }).values;
  } catch (cause) {
    throw new NaruError("INVALID_SETTING", (cause as Error).message.split(". ")[0], { cause });
  }
}

/** @throws NaruError INVALID_SETTING naming the setting, its value and what is allowed */
export function readSetting<T>(setting: Setting<T>, text: string): T {
  const value = setting.parser.read(text);
  if (value !== undefined) return value;
  const problem = `${setting.env} (--${flagOf(setting.env)}) is ${JSON.stringify(withoutSecrets(text))}.`;
  throw new NaruError("INVALID_SETTING", `${problem} Allowed: ${setting.parser.allowed}.`);
}

/** Who somebody is at an address, and by what password, is for nobody's eyes. */
const withoutSecrets = (text: string): string => text.replaceAll(/:\/\/[^@\s/]*@/g, "://…@");

/** The lines of `--help` that list the settings. */
export function describeSettings(settings: readonly Setting<unknown>[]): string {
  const name = ({ env }: Setting<unknown>) => `  --${flagOf(env)}, ${env}`;
  const width = Math.max(...settings.map((each) => name(each).length)) + 2;
  return settings
    .map((each) => name(each).padEnd(width) + each.description + (each.default && ` [${each.default}]`))
    .join("\n");
}

export const text: Parser<string> = { allowed: "text", read: (value) => value };

export const port: Parser<number> = {
  allowed: "a port from 0 (any free one) to 65535",
  read: (value) => wholeFrom(value, 0, 65_535),
};

/** null: none. */
export const portOrNone: Parser<number | null> = {
  allowed: `${port.allowed}, or none`,
  read: (value) => (value === "none" ? null : port.read(value)),
};

export const whole = (least: number, most: number): Parser<number> => ({
  allowed: `a whole number from ${least} to ${most}`,
  read: (value) => wholeFrom(value, least, most),
});

export const bytes = (least: string): Parser<number> => ({
  allowed: `a size of at least ${least}, like 512MiB or 4GiB`,
  read: (value) => atLeast(parseBytes(value), parseBytes(least)),
});

/** Read as whole seconds. */
export const seconds = (least: string): Parser<number> => ({
  allowed: `a duration of at least ${least}, like 36h, 7d or 4w`,
  read: (value) => {
    const nanos = atLeast(parseDuration(value), parseDuration(least));
    return nanos === undefined ? undefined : Math.round(nanos / 1e9);
  },
});

export const folder: Parser<string> = {
  allowed: "the path of a folder",
  read: (value) => resolve(value.replace(/^~(?=$|\/)/, homedir())),
};

export const host: Parser<string> = {
  allowed: "an address or a host name to listen on, without a port",
  read: (value) => (/^[\w.:-]+$/.test(value) ? value : undefined),
};

export const hostNames: Parser<readonly string[]> = {
  allowed: "host names separated by commas",
  read: (value) => (/^[\w.:[\],\s-]*$/.test(value) ? value.split(/[\s,]+/).filter(Boolean) : undefined),
};

export const httpUrl: Parser<string> = {
  allowed: "an http:// or https:// address",
  read: (value) => (/^https?:\/\//.test(value) && URL.canParse(value) ? value : undefined),
};

/** An address with names in braces in it. */
export const codePattern: Parser<string> = {
  allowed: "an http:// or https:// address with {path} in it",
  read: (value) => (/^https?:\/\//.test(value) && value.includes("{path}") ? value : undefined),
};

export const texts: Parser<readonly string[]> = {
  allowed: "texts separated by commas",
  read: (value) =>
    value
      .split(",")
      .map((each) => each.trim())
      .filter(Boolean),
};

export const oneOf = <const T extends string>(values: readonly T[]): Parser<T> => ({
  allowed: values.join(", "),
  read: (value) => values.find((known) => known === value),
});

function wholeFrom(value: string, least: number, most: number): number | undefined {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}

function atLeast(value: number | undefined, least: number | undefined): number | undefined {
  return value !== undefined && value >= (least ?? 0) ? value : undefined;
}
