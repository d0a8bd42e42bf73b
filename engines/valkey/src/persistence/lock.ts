import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Keeps every other process away from the folder. SQLite's file lock is the kernel's: it is gone with the process,
 *  however that ends.
 *  @returns what releases it
 *  @throws Error when somebody else holds it */
export function lock(folder: string): () => void {
  const file = new DatabaseSync(join(folder, "lock"), { timeout: 0 });
  try {
    file.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    file.close();
    throw new Error(`The folder ${folder} is in use by another Valkey: stop it, or take another folder`, {
      cause: error,
    });
  }
  return () => file.close();
}
