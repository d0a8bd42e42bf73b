import { join } from "node:path";
import { type Database, open, type RootDatabase } from "lmdb";

export type ChangeType = "ADDED" | "MODIFIED" | "DELETED";

/** The newest revision of a path, and whether there is an object. A deleted one stays until it is compacted, so that
 *  lists at older revisions still find it. */
export type Head = readonly [revision: number, live: boolean];

/** What one revision did. Revisions have no gap, so the log is read by counting. */
export interface Change {
  readonly type: ChangeType;
  readonly path: string;
  /** The revision that this one replaced, 0 when there was none: each path is a chain back in time. */
  readonly previous: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** An object is written once, under the revision that made it; everything else points there. */
export interface Tables {
  readonly root: RootDatabase;
  readonly heads: Database<Head, string>;
  readonly changes: Database<Change, number>;
  /** JSON text. A deletion has none. */
  readonly versions: Database<string, number>;
  readonly marks: Database<number, "revision" | "compacted">;
}

/** `overlappingSync` would show a commit to readers before it is on disk. `eventTurnBatching` would group what
 *  `commits.ts` groups already, and leaves a rejected promise unhandled when a commit fails. */
export function openTables(folder: string): Tables {
  const root = open({ path: join(folder, "objects.lmdb"), overlappingSync: false, eventTurnBatching: false });
  return {
    root,
    heads: root.openDB({ name: "heads", encoding: "json" }),
    changes: root.openDB({ name: "changes", encoding: "json" }),
    versions: root.openDB({ name: "versions", encoding: "string" }),
    marks: root.openDB({ name: "marks", encoding: "json" }),
  };
}

export const revisionIn = (tables: Tables): number => tables.marks.get("revision") ?? 0;
export const compactedIn = (tables: Tables): number => tables.marks.get("compacted") ?? 0;

/** @throws Error when a revision that must be there is not: the files were damaged */
export function changeAt(tables: Tables, revision: number): Change {
  const change = tables.changes.get(revision);
  if (!change)
    throw new Error(`The change log has no revision ${revision}; the files of the store are damaged`);
  return change;
}
