import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Keeps every other process away from the folder. SQLite's file lock is the kernel's, so it is gone with the process
 *  however that ends, and needs no guess whether a process number is still the same process.
 *  @returns what releases it
 *  @throws Error when somebody else holds it, in this process or another */
export function lock(folder: string): () => void {
  const file = new DatabaseSync(join(folder, "lock"), { timeout: 0 });
  try {
    file.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    file.close();
    if (!isBusy(error)) throw error;
    throw new Error(`The folder ${folder} is in use by another process: stop it, or take another folder`, {
      cause: error,
    });
  }
  return () => file.close();
}

const sqliteBusy = 5;
const isBusy = (error: unknown) => (error as { errcode?: number }).errcode === sqliteBusy;
