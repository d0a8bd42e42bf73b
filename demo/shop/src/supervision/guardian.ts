import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A process beside this one that ends what was entrusted to it when this one is gone, be it by SIGKILL. */
export interface Guardian {
  guard(pid: number): void;
  forget(pid: number): void;
}

let running: Guardian | undefined;

/** The guardian of this process, started when first asked for. */
export function guardian(): Guardian {
  return (running ??= start());
}

function start(): Guardian {
  const shell = spawn("/bin/sh", [fileURLToPath(new URL("guardian.sh", import.meta.url))], {
    stdio: ["pipe", "ignore", "ignore"],
    // Out of reach of a Ctrl-C, which would end it before what it guards.
    detached: true,
  });
  shell.unref();
  const write = (line: string) => shell.stdin.write(`${line}\n`);
  // Without its guardian, this process goes on as before.
  shell.stdin.on("error", () => undefined);
  // An open pipe must not keep a finished process alive.
  (shell.stdin as unknown as { unref(): void }).unref();
  return { guard: (pid) => write(`+ ${pid}`), forget: (pid) => write(`- ${pid}`) };
}
