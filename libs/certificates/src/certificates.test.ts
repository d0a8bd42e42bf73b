import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { issue, makeAuthority } from "./certificates.ts";

const now = Date.parse("2026-11-30T00:00:00Z");

test("a server's certificate names it and is believed by whoever believes its authority", async () => {
  const authority = await makeAuthority("ferry-ca", now);
  const names = ["ferry.default.svc", "127.0.0.1"];
  const issued = await issue(authority, { subject: "CN=ferry", names }, now);
  const certificate = new X509Certificate(issued.certificate);
  expect(certificate.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
  expect(certificate.checkHost("ferry.default.svc")).toBe("ferry.default.svc");
  expect(certificate.checkIP("127.0.0.1")).toBe("127.0.0.1");
  expect(certificate.validToDate.getTime() - now).toBe(365 * 86_400_000);
});

test("another authority of the same name does not vouch for it", async () => {
  const [authority, other] = await Promise.all([makeAuthority("ca", now), makeAuthority("ca", now)]);
  const issued = await issue(authority, { subject: "CN=admin" }, now);
  expect(
    new X509Certificate(issued.certificate).verify(new X509Certificate(other.certificate).publicKey),
  ).toBe(false);
});
