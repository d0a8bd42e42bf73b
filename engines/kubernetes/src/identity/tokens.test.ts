import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { apiAudience, Tokens } from "./tokens.ts";

const tokens = new Tokens(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey);
const subject = {
  namespace: "shop",
  serviceAccount: { name: "cart", uid: "u1" },
  boundTo: { kind: "Pod", name: "cart-1", uid: "u2" },
};
const now = Date.parse("2026-11-22T00:00:00Z");

test("a token says whose it is, to whom it is meant for, while it lasts", async () => {
  const { token, expires } = await tokens.issue(subject, [], 3600, now);
  expect(expires).toBe(now + 3_600_000);
  expect(await tokens.read(token, apiAudience, now + 3_599_000)).toEqual(subject);
  expect(await tokens.read(token, apiAudience, now + 3_601_000)).toBeUndefined();
  expect(await tokens.read(token, "vault", now)).toBeUndefined();
});

test("no token lasts less than ten minutes", async () =>
  expect((await tokens.issue(subject, ["vault"], 1, now)).expires).toBe(now + 600_000));

test.each([
  [
    "another key's",
    async () =>
      (
        await new Tokens(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey).issue(
          subject,
          [],
          600,
          now,
        )
      ).token,
  ],
  ["one without a signature", async () => "eyJhbGciOiJub25lIn0.e30."],
  ["no token at all", async () => "x"],
  [
    "a changed one",
    async () =>
      (await tokens.issue(subject, [], 600, now)).token.replace(/.$/, (last) => (last === "A" ? "Q" : "A")),
  ],
])("%s is nobody's", async (_, make) =>
  expect(await tokens.read(await make(), apiAudience, now)).toBeUndefined(),
);
