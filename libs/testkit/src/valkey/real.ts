import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../platform/port.ts";

/** A real server on loopback, on a port of its own. */
export interface RealValkey {
  readonly port: number;
  stop(): Promise<void>;
}

/** The program of a real server on this machine, if there is one. */
export const realValkey = ["valkey-server", "redis-server"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);

/** @param options  further ones, as on its command line
 *  @param port     any that is free unless given
 *  @throws Error when there is none on this machine, or it does not start */
export async function startRealValkey(options: readonly string[] = [], port?: number): Promise<RealValkey> {
  if (realValkey === undefined) throw new Error("no valkey-server or redis-server is on this machine");
  return started(realValkey, options, port ?? (await freePort()));
}

async function started(program: string, options: readonly string[], port: number): Promise<RealValkey> {
  const folder = await mkdtemp(join(tmpdir(), "naru-real-valkey-"));
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
