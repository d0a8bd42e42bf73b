import type { Queryable } from "../chassis/database.ts";
import { pick, randomFrom } from "../random.ts";
import { demoPassword, demoUsers, emailOf, userIdOf } from "./demo-users.ts";
import { hashPassword } from "./password.ts";

const familyNames = ["김", "이", "박", "최", "정", "강", "조", "윤", "장", "임"];
const givenNames = [
  "서연",
  "민준",
  "지우",
  "하은",
  "도윤",
  "수아",
  "예준",
  "지민",
  "시우",
  "유진",
  "현우",
  "다은",
];

export async function seedAccounts(database: Queryable, seed: number): Promise<void> {
  const random = randomFrom(seed, "accounts");
  const passwordHash = await hashPassword(demoPassword);
  const accounts = Array.from({ length: demoUsers }, (_, index) => ({
    id: userIdOf(index),
    email: emailOf(index),
    name: pick(random, familyNames) + pick(random, givenNames),
    password_hash: passwordHash,
  }));
  await database.query(
    `INSERT INTO account SELECT * FROM json_to_recordset($1) AS a(id text, email text, name text, password_hash text)`,
    [JSON.stringify(accounts)],
  );
}
