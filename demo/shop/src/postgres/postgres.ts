import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { findInstallation } from "./binaries.ts";
import { handOver, unprivilegedIdentity } from "./unprivileged.ts";

export interface PostgresOptions {
  /** Its own, and emptied first. */
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly onLine: (line: string) => void;
}

export interface Postgres {
  /** Connection string of the superuser. */
  readonly adminUrl: string;
  /** Resolves to the server's exit code. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

/** Small, and careless on purpose: the data is made anew at each start, so no crash can lose anything. */
const settings = {
  unix_socket_directories: "",
  max_connections: "80",
  shared_buffers: "32MB",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  log_checkpoints: "off",
  log_line_prefix: "",
};

/** Makes a new, empty cluster and serves it until it is stopped or this process ends. */
export async function startPostgres({ folder, host, port, onLine }: PostgresOptions): Promise<Postgres> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  try {
    return await serveCluster(folder, { ...settings, listen_addresses: host, port }, onLine);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function serveCluster(
  folder: string,
  settings: Readonly<Record<string, string | number>>,
  onLine: (line: string) => void,
): Promise<Postgres> {
  const identity = await unprivilegedIdentity();
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  const password = randomBytes(18).toString("base64url");
  await mkdir(data, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  const programs = join(await findInstallation(join(folder, "installation")), "bin");
  await handOver(folder, identity);

  const run = { cwd: folder, env: { PATH: process.env.PATH, TZ: "UTC", LC_ALL: "C" }, ...identity };
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = ["--username=postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const initdb = ["-D", data, "--no-sync", "--no-instructions", ...locale, ...access];
  await promisify(execFile)(join(programs, "initdb"), initdb, run);
  await rm(passwordFile);
  await appendFile(join(data, "pg_hba.conf"), "host all all all scram-sha-256\n");

  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = [join(programs, "postgres"), "-D", data, ...options];
  // Read here and passed on: the user that runs it may not be able to read this folder.
  const watcher = await readFile(new URL("watcher.sh", import.meta.url), "utf8");
  const child = spawn("/bin/sh", ["-c", watcher, "watcher.sh", folder, ...server], {
    ...run,
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
  });
  const ended = once(child, "exit");
  await new Promise<void>((accepting, failed) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      onLine(line);
      if (line.includes("ready to accept connections")) accepting();
    });
    void ended.then(() => failed(new Error("Postgres ended while starting; its own lines say why")));
  });
  return {
    adminUrl: `postgres://postgres:${password}@127.0.0.1:${settings["port"]}/postgres`,
    ended: ended.then(() => child.exitCode ?? 1),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
