import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Config } from "../resources.ts";
import { trimConfig, trimSecret } from "./trim.ts";

const config = (kind: string, data: Record<string, string>): Config => ({
  apiVersion: "v1",
  kind,
  metadata: { name: "db" },
  data,
});

test("of a secret nothing is kept that leads back to a value, and a change is still seen", () => {
  const [first, same, other] = ["aHVudGVyMg==", "aHVudGVyMg==", "b3RoZXI="].map((password) =>
    trimSecret({ ...config("Secret", { password }), binaryData: { key: password } }),
  );
  expect(JSON.stringify([first, other])).not.toMatch(/aHVudGVyMg|b3RoZXI/);
  expect(first?.data).toEqual(same?.data);
  expect(first?.data).not.toEqual(other?.data);
});

/** Made for this test, for the host naru.test; ends in 2036. */
const certificate = readFileSync(new URL("./certificate.fixture.pem", import.meta.url)).toString("base64");

test("of a TLS secret it is kept when its certificate ends", () => {
  const secret = {
    ...config("Secret", { "tls.crt": certificate, "tls.key": "a2V5" }),
    type: "kubernetes.io/tls",
  };
  expect(trimSecret(secret).certificateEnds).toMatch(/^2036-/);
  expect(trimSecret({ ...secret, data: { "tls.crt": "bm8=" } }).certificateEnds).toBeUndefined();
});

const long = (end: string) =>
  trimConfig(config("ConfigMap", { page: `${"x".repeat(5000)}${end}` })).data?.page ?? "";

test("a long value is kept short, and a change far behind is still seen", () => {
  expect(long("a").length).toBeLessThan(1100);
  expect(long("a")).toBe(long("a"));
  expect(long("a")).not.toBe(long("b"));
});
