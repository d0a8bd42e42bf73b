import { scryptSync } from "node:crypto";
import type { Queryable } from "../../../chassis/database.ts";
import { log } from "../../../chassis/log.ts";
import { accounts } from "../../accounts.ts";
import type { User } from "../../session.ts";

/** Passwords known to have leaked, hashed as strongly as the list's makers ask. */
const leaked = new Set(["1aX8yq0Tn2m0b0bQp8o3JQ", "hT1r0m6Yw2y0yqz2m3s8Aw"]);
const cost = { N: 2 ** 15, maxmem: 2 ** 26 };
const digestBytes = 16;

export async function userWith(database: Queryable, email: string, password: string): Promise<User> {
  const user = await accounts.userWith(database, email, password);
  if (hasLeaked(password)) log.warn({ "user.id": user.id }, "signed in with a password that has leaked");
  return user;
}

function hasLeaked(password: string): boolean {
  return leaked.has(scryptSync(password, "leaked-passwords", digestBytes, cost).toString("base64url"));
}
