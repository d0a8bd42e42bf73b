import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@naru/testkit";
import { startValkey } from "../valkey.ts";

export interface Server {
  readonly port: number;
  stop(): Promise<void>;
}

/** A real server on this machine, if there is one. */
export const realServer = ["valkey-server", "redis-server"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);

export async function startEmbedded(): Promise<Server> {
  return startValkey({});
}

/** @param options  further ones, as on its command line */
export async function startReal(program: string, options: readonly string[] = []): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), "naru-real-valkey-"));
  const port = await freePort();
  const child = spawn(
    program,
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder, ...options],
    { stdio: "ignore" },
  );
  const ended = once(child, "exit");
  await Promise.race([
    listening(port),
    ended.then(() => Promise.reject(new Error(`${program} did not start`))),
  ]);
  return {
    port,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = connect(port, "127.0.0.1");
    const up = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    socket.destroy();
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nobody listens on ${port}`);
}
