import { expect, test } from "vitest";
import { errorOf, KubernetesError, redacted } from "./errors.ts";

const status = (of: object) => JSON.stringify({ kind: "Status", status: "Failure", ...of });

test("an error says what the server's Status said", () => {
  const causes = [
    { reason: "FieldManagerConflict", message: 'conflict with "kubectl"', field: ".spec.replicas" },
  ];
  const error = errorOf(
    409,
    status({ reason: "Conflict", message: "1 conflict", code: 409, details: { causes } }),
  );
  expect(error).toMatchObject({ code: 409, reason: "Conflict", message: "1 conflict", causes });
});

test.each([
  [409, status({ reason: "AlreadyExists" }), false],
  [404, "<html>not found</html>", false],
  [429, status({ reason: "TooManyRequests" }), true],
  [503, "no healthy upstream", true],
  [403, status({ reason: "Forbidden" }), false],
])("%i %s: the same call may succeed later: %s", (code, body, isTransient) => {
  expect(errorOf(code, body).isTransient).toBe(isTransient);
});

test.each([
  ["Unreachable", true],
  ["NoAnswer", true],
  ["Credentials", false],
])("without an answer, %s may pass by itself: %s", (reason, isTransient) => {
  expect(new KubernetesError({ code: 0, reason, message: "" }).isTransient).toBe(isTransient);
});

test.each([
  ["getting token: Bearer abc.def-ghi failed", "getting token: Bearer [redacted] failed"],
  ["eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.sig is expired", "[redacted] is expired"],
  ['{"token":"k8s-aws-v1.aHR0cHM6"}', '{"token":"[redacted]"}'],
  ["-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- is bad", "[redacted] is bad"],
  ['deployments.apps "cart" not found', 'deployments.apps "cart" not found'],
])("%j is told as %j", (text, told) => {
  expect(redacted(text)).toBe(told);
});
