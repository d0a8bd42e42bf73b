import { execFile } from "node:child_process";
import { constants, open as openCallback } from "node:fs";
import { chown, type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import type { User } from "./container.ts";

const run = promisify(execFile);

/** Pipes to a program's standard streams. Node would give it sockets, which can't be opened by their names:
 *  `echo oops > /dev/stderr` would fail. */
export interface Pipes {
  /** None when its standard input is empty. */
  readonly stdin?: Socket;
  readonly stdout: Socket;
  readonly stderr: Socket;
  /** What the program gets; closed here when it has them. */
  readonly given: { readonly stdio: readonly ("ignore" | number)[]; close(): Promise<void> };
}

/** @param user  may open them by name too */
export async function openPipes(
  parent: string,
  { stdin, user }: { stdin: boolean; user?: User },
): Promise<Pipes> {
  const folder = await mkdtemp(join(parent, "pipes-"));
  try {
    const paths = ["0", "1", "2"].slice(stdin ? 0 : 1).map((name) => join(folder, name));
    await run("mkfifo", ["-m", "600", ...paths]);
    if (user !== undefined) await Promise.all(paths.map((path) => chown(path, user.uid, user.gid ?? 0)));
    const input = stdin ? await openFifo(join(folder, "0"), "write") : undefined;
    // A program may end, or close its input, before it has read all.
    input?.ours.on("error", () => undefined);
    const output = await openFifo(join(folder, "1"), "read");
    const errors = await openFifo(join(folder, "2"), "read");
    const ends = [input, output, errors];
    return {
      ...(input !== undefined && { stdin: input.ours }),
      stdout: output.ours,
      stderr: errors.ours,
      given: {
        stdio: ends.map((end) => end?.given.fd ?? "ignore"),
        close: async () => void (await Promise.all(ends.map(async (end) => end?.given.close()))),
      },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function openFifo(path: string, our: "read" | "write"): Promise<{ ours: Socket; given: FileHandle }> {
  // With both ends open in one descriptor, opening either of them never waits.
  const both = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
  const { O_RDONLY, O_WRONLY, O_NONBLOCK } = constants;
  const [mine, theirs] = our === "read" ? [O_RDONLY, O_WRONLY] : [O_WRONLY, O_RDONLY];
  const fd = await openDescriptor(path, mine | O_NONBLOCK);
  const given = await open(path, theirs);
  await both.close();
  return { ours: new Socket({ fd, readable: our === "read", writable: our === "write" }), given };
}

/** One that the socket closes; a file handle would close it a second time. */
const openDescriptor = promisify(openCallback) as (path: string, flags: number) => Promise<number>;
