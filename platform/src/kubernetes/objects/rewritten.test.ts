import { expect, it } from "vitest";
import { mask } from "./masked.ts";
import { rewrittenOf } from "./rewritten.ts";

const metadata = { name: "lock", namespace: "harbour", uid: "1", resourceVersion: "7", generation: 2 };
const map = (high: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata, data: { high } });
const secret = (word: string) => ({ apiVersion: "v1", kind: "Secret", metadata, data: { word } });

it("what the server fills in is not compared", () => {
  const { before, after } = rewrittenOf({ ...map("06:12"), status: { seen: true } } as never, map("06:30"));
  expect(before).toBe(
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: lock\n  namespace: harbour\ndata:\n  high: 06:12\n",
  );
  expect(after).toBe(before.replace("06:12", "06:30"));
});

it("nothing is left of what is deleted", () => expect(rewrittenOf(map("06:12"), undefined).after).toBe(""));

it("a secret's values are told from each other, and not told", () => {
  const { before, after } = rewrittenOf(secret("b2xk"), secret("bmV3"));
  expect(before).toContain(`word: ${mask}\n`);
  expect(after).toContain(`word: ${mask} (changed)\n`);
  expect(before + after).not.toMatch(/b2xk|bmV3/);
});
