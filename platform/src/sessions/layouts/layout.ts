/** What can be told of one session. Milliseconds since 1970; null: its library does not tell. */
export interface SessionFacts {
  /** Who is signed in; null also when nobody is. */
  readonly user: string | null;
  readonly createdAt: number | null;
  readonly lastSeenAt: number | null;
}

export const nothingTold: SessionFacts = { user: null, createdAt: null, lastSeenAt: null };

/** A session's value as the store has it: a string, or the fields of a hash. */
export type Stored = Buffer | ReadonlyMap<string, Buffer>;

/** How a session library lays its sessions out in a store. */
export interface Layout {
  /** As the library is called. */
  readonly name: string;
  readonly type: "string" | "hash";
  /** What keys begin with unless the application says otherwise. */
  readonly prefix: string;
  /** What stands between the prefix and the id of a session. */
  readonly infix: string;
  /** @param userPath where the user's name is, in dots; empty: where it usually is
   *  @param leftMs   until it expires; -1: never */
  readonly read: (
    stored: Stored,
    at: { readonly userPath: string; readonly leftMs: number; readonly now: number },
  ) => SessionFacts;
  /** Keys that go with a session besides its own. */
  readonly besides?: (prefix: string, id: string) => readonly string[];
  /** The key of a set with the ids of a user's sessions, where the library keeps one. */
  readonly indexOf?: (prefix: string, user: string) => string;
  /** What the library does besides reading and writing keys of its prefix: rules of an access control list. */
  readonly rules?: (prefix: string, database: number) => readonly string[];
}

/** The text at a path of plain data; null where there is none. */
export function textAt(data: unknown, path: string): string | null {
  let found = data;
  for (const name of path.split(".")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return null;
    found = (found as Record<string, unknown>)[name];
  }
  if (typeof found === "string" && found !== "") return found;
  return typeof found === "number" || typeof found === "bigint" ? String(found) : null;
}

const usualPaths = [
  "user.id",
  "user.name",
  "user",
  "userId",
  "user_id",
  "username",
  "passport.user",
  "_user_id",
  "_auth_user_id",
];

export function userIn(data: unknown, userPath: string): string | null {
  const paths = userPath === "" ? usualPaths : [userPath];
  return paths.map((path) => textAt(data, path)).find((text) => text !== null) ?? null;
}
