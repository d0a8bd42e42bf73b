import { type Logger as PinoLogger, pino, stdTimeFunctions } from "pino";

/** Structured log lines: JSON where a program reads them, plain lines where a person does. */
export type Logger = Pick<PinoLogger, "debug" | "info" | "warn" | "error">;

const secrets = ["token", "authorization", "cookie", "password", "secret"];

/** @param level least severe level to write, or `silent`
 *  @param sink where lines go; the standard error stream unless a test asks otherwise */
export function createLogger(
  level: string,
  sink: NodeJS.WritableStream & { isTTY?: boolean } = process.stderr,
) {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), censor: "[redacted]" },
  };
  const write = sink.isTTY
    ? (line: string) => sink.write(humanReadable(line))
    : (line: string) => sink.write(line);
  return pino(options, { write: (line: string) => void write(line) });
}

/** `09:41:07 warn  message key=value`, with a stack on lines of its own. */
export function humanReadable(line: string): string {
  const { level, time, msg = "", err, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const rest = Object.entries(fields).map(([key, value]) => ` ${key}=${plain(value)}`);
  const stack = (err as { stack?: string } | undefined)?.stack;
  const head = `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${plain(msg)}${rest.join("")}\n`;
  return stack ? `${head}${stack.replaceAll(/^/gm, "    ")}\n` : head;
}

const plain = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
