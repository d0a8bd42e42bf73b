import { createHash, timingSafeEqual } from "node:crypto";
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import type { User } from "../authorization/rbac.ts";

/** @returns undefined when nobody has this token */
export type StaticTokens = (token: string) => User | undefined;

const administrator = `admin,admin,"system:masters"`;

/** Tokens that are kept in a file, one a line: `token,user,uid,"group,group"`. The file is made, mode 0600, with one
 *  of an administrator.
 *  Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file */
export async function openStaticTokens(file: string): Promise<StaticTokens> {
  const kept = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  });
  if (kept !== undefined) return staticTokens(kept);
  const made = `${randomBytes(32).toString("base64url")},${administrator}\n`;
  await writeFile(file, made, { mode: 0o600, flag: "wx" });
  return staticTokens(made);
}

export function staticTokens(text: string): StaticTokens {
  const known = text.split("\n").flatMap((line) => {
    const [, token, name, groups] = /^([^,]+),([^,]+),[^,]*(?:,"?([^"]*)"?)?$/.exec(line.trim()) ?? [];
    if (token === undefined || name === undefined) return [];
    const user: User = { name, groups: (groups ?? "").split(",").filter((group) => group !== "") };
    return [{ digest: digestOf(token), user }];
  });
  // Digests of equal length let no time tell how much of a token was right.
  return (token) => {
    const given = digestOf(token);
    return known.find(({ digest }) => timingSafeEqual(digest, given))?.user;
  };
}

const digestOf = (token: string) => createHash("sha256").update(token).digest();
