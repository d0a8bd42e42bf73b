import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { ContainerSpec } from "./container.ts";
import { builtinImages, findImage } from "./images/store.ts";
import { readLog } from "./logs/read-log.ts";

/** A folder for the containers of one test. */
export class Bench {
  readonly folder: string;
  #count = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Bench> {
    return new Bench(await mkdtemp(join(tmpdir(), "naru-runtime-")));
  }

  /** A container of the shell that runs a script. */
  async spec(script: string, rest: Partial<ContainerSpec> = {}): Promise<ContainerSpec> {
    const id = `c${this.#count++}`;
    const folder = join(this.folder, id);
    await mkdir(folder);
    const image = await findImage([builtinImages], "busybox");
    if (image === undefined) throw new Error("there is no busybox");
    return {
      id,
      folder,
      image,
      command: ["sh", "-c", script],
      env: {},
      mounts: [],
      log: join(folder, "log"),
      ...rest,
    };
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }
}

export async function logOf({ log }: ContainerSpec): Promise<string> {
  return textOf(readLog(log));
}

export async function textOf(stream: Readable | AsyncIterable<Buffer> | undefined): Promise<string> {
  let text = "";
  for await (const chunk of stream ?? []) text += String(chunk);
  return text;
}

/** Reads until a text has come. */
export async function until(stream: Readable, expected: string): Promise<string> {
  let text = "";
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.includes(expected)) return text;
  }
  throw new Error(`${JSON.stringify(expected)} never came, but ${JSON.stringify(text)}`);
}
