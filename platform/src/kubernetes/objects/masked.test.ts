import { expect, test } from "vitest";
import { mask, masked, maskedPair } from "./masked.ts";

const secret = (data: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: {
    name: "db",
    annotations: { "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify({ data }) },
  },
  data,
  stringData: { plain: "hunter2" },
});

test("of a secret its keys are shown and no value, wherever it stands", () => {
  const shown = JSON.stringify(masked(secret({ password: "aHVudGVyMg==" })));
  expect(shown).not.toMatch(/aHVudGVyMg|hunter2/);
  expect(shown).toContain(`"password":"${mask}"`);
});

test("that a value changes is told, not what it was", () => {
  const [before, after] = maskedPair(secret({ a: "MQ==", b: "MQ==" }), secret({ a: "MQ==", b: "Mg==" }));
  expect(before.data).toEqual({ a: mask, b: mask });
  expect(after.data).toEqual({ a: mask, b: `${mask} (changed)` });
});

test("other objects are shown as they are", () => {
  const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { a: "1" } };
  expect(masked(map)).toBe(map);
});
