import { Problem } from "../chassis/problem.ts";
import type { Queryable } from "../chassis/database.ts";
import { verifyPassword } from "./password.ts";
import type { Session } from "./session.ts";

async function signIn(
  database: Queryable,
  session: Session,
  email: string,
  password: string,
): Promise<string> {
  const { rows } = await database.query<{ id: string; password_hash: string }>(
    "SELECT id, password_hash FROM account WHERE email = $1",
    [email],
  );
  const account = rows[0];
  if (!account || !(await verifyPassword(password, account.password_hash))) {
    throw new Problem(401, "sign_in_failed", "no account has this e-mail address and password");
  }
  await database.query("UPDATE session SET account_id = $2 WHERE id = $1", [session.id, account.id]);
  return account.id;
}

async function signOut(database: Queryable, session: Session): Promise<void> {
  await database.query("UPDATE session SET account_id = NULL WHERE id = $1", [session.id]);
}

export const accounts = { signIn, signOut };
