import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Users } from "./users.ts";

/* Users that were made while the server ran, kept beside its data: one line each, passwords as digests. `default` is not among
 * them: who that is, is said at each start. */

const fileIn = (folder: string): string => join(folder, "users.acl");

/** Whole or not at all, on the disk when it returns.
 *  @throws Error when it cannot be written */
export function saveUsers(users: Users, folder: string): void {
  const lines = users.all().filter((user) => user !== users.default);
  const file = fileIn(folder);
  const descriptor = openSync(`${file}.new`, "w", 0o600);
  try {
    writeSync(descriptor, lines.map((user) => `${user.describe()}\n`).join(""));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${file}.new`, file);
}

/** @throws Error when it cannot be read; RuleError, after which those before are there */
export function loadUsers(users: Users, folder: string): void {
  for (const line of linesIn(fileIn(folder))) {
    const [, name, ...rules] = line.split(" ");
    if (name === undefined) continue;
    users.delete(name);
    users.change(name, rules);
  }
}

function linesIn(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n").filter(Boolean);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
