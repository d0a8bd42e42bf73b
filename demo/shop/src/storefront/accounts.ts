import { Problem } from "../chassis/problem.ts";
import type { Queryable } from "../chassis/database.ts";
import { verifyPassword } from "./password.ts";
import type { User } from "./session.ts";

/** @throws Problem sign_in_failed */
async function userWith(database: Queryable, email: string, password: string): Promise<User> {
  const { rows } = await database.query<User & { password_hash: string }>(
    "SELECT id, name, password_hash FROM account WHERE email = $1",
    [email],
  );
  const account = rows[0];
  if (!account || !(await verifyPassword(password, account.password_hash))) {
    throw new Problem(401, "sign_in_failed", "no account has this e-mail address and password");
  }
  return { id: account.id, name: account.name };
}

export const accounts = { userWith };
