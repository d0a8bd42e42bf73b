import { ImageError } from "../errors.ts";
import type { ImageConfig } from "./image.ts";

/** Reads an OCI image configuration.
 *  @param where  the file's path, for the message
 *  @throws ImageError BROKEN
 *  Source: https://github.com/opencontainers/image-spec/blob/main/config.md */
export function parseImageConfig(text: string, where: string): ImageConfig {
  const read = new Fields(where, parseJson(text, where));
  const user = read.text("User");
  const workingDir = read.text("WorkingDir");
  const stopSignal = read.text("StopSignal");
  return {
    entrypoint: read.texts("Entrypoint"),
    cmd: read.texts("Cmd"),
    env: Object.fromEntries(read.texts("Env").map((pair) => read.variable(pair))),
    exposedPorts: read.keys("ExposedPorts").flatMap(tcpPort),
    labels: read.record("Labels"),
    ...(workingDir && { workingDir }),
    ...(user && { user }),
    ...(stopSignal && { stopSignal }),
  };
}

function parseJson(text: string, where: string): Record<string, unknown> {
  const broken = (why: string) => new ImageError("BROKEN", `${where} is no OCI image configuration: ${why}`);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw broken((error as Error).message);
  }
  if (!isRecord(document)) throw broken("it must be an object");
  const { config = {} } = document;
  if (config !== null && !isRecord(config)) throw broken("config must be an object");
  return config ?? {};
}

/** The members of `config`: each may be missing or null. */
class Fields {
  readonly #where: string;
  readonly #config: Record<string, unknown>;

  constructor(where: string, config: Record<string, unknown>) {
    this.#where = where;
    this.#config = config;
  }

  text(name: string): string | undefined {
    const value = this.#config[name] ?? undefined;
    if (value !== undefined && !isText(value)) throw this.#broken(name, "a string");
    return value;
  }

  texts(name: string): string[] {
    const value = this.#config[name] ?? [];
    if (!Array.isArray(value) || !value.every(isText)) throw this.#broken(name, "a list of strings");
    return value;
  }

  keys(name: string): string[] {
    const value = this.#config[name] ?? {};
    if (!isRecord(value)) throw this.#broken(name, "an object");
    return Object.keys(value);
  }

  record(name: string): Record<string, string> {
    const value = this.#config[name] ?? {};
    if (!isRecord(value) || !Object.values(value).every(isText)) {
      throw this.#broken(name, "an object of strings");
    }
    return value as Record<string, string>;
  }

  variable(pair: string): [string, string] {
    const equals = pair.indexOf("=");
    if (equals < 1) throw this.#broken("Env", 'a list of "NAME=value"');
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  }

  #broken(name: string, kind: string): ImageError {
    return new ImageError(
      "BROKEN",
      `${this.#where} is no OCI image configuration: config.${name} must be ${kind}, without NUL`,
    );
  }
}

const isText = (value: unknown): value is string => typeof value === "string" && !value.includes("\0");

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function tcpPort(text: string): number[] {
  const port = /^(\d{1,5})(?:\/tcp)?$/.exec(text)?.[1];
  return port === undefined ? [] : [Number(port)];
}
