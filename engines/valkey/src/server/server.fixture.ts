import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TextClient } from "../conformance/client.ts";
import { type RunningValkey, startValkey, type ValkeyOptions } from "../valkey.ts";

/** A server of a test, with what it said, and clients that end with it. */
export class TestServer implements AsyncDisposable {
  readonly said: string[];
  readonly #server: RunningValkey;
  readonly #clients: TextClient[] = [];

  constructor(server: RunningValkey, said: string[]) {
    this.#server = server;
    this.said = said;
  }

  static async start(options: ValkeyOptions = {}): Promise<TestServer> {
    const said: string[] = [];
    return new TestServer(await startValkey({ ...options, log: (message) => said.push(message) }), said);
  }

  get port(): number {
    return this.#server.port;
  }

  async client(): Promise<TextClient> {
    const client = await TextClient.open(this.port);
    this.#clients.push(client);
    return client;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.#server.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

export async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), "naru-valkey-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Waits until something holds. @throws Error when it does not in time */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 5000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error("it did not come true in time");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
