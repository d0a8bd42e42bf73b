import { createPrivateKey, X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { makeCertificate } from "./certificate.ts";

test("a certificate is its host's own and ends when asked to", async () => {
  const endsAt = Date.UTC(2030, 1, 3, 4, 5, 6);
  const { key, certificate } = await makeCertificate("shop.test", endsAt);
  const read = new X509Certificate(certificate);
  expect(read.checkHost("shop.test")).toBe("shop.test");
  expect(read.checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.validToDate.getTime()).toBe(endsAt);
});
