import { KubernetesError } from "@naru/kubernetes";
import { expect, test } from "vitest";
import type { NaruError } from "#kernel/errors.ts";
import { toPersonsError } from "./failure.ts";

const refusal = (code: number, reason: string) => new KubernetesError({ code, reason, message: "no" });

test.each([
  [0, "Unreachable", "CLUSTER_UNAVAILABLE", 503],
  [500, "InternalError", "CLUSTER_UNAVAILABLE", 503],
  [404, "NotFound", "NOT_FOUND", 404],
  [403, "Forbidden", "KUBERNETES_REFUSED", 403],
  [409, "Conflict", "KUBERNETES_REFUSED", 409],
  [422, "Invalid", "KUBERNETES_REFUSED", 422],
])("what a cluster answers with %i %s is %s, %i", (code, reason, expected, status) => {
  expect(toPersonsError("east", refusal(code, reason))).toMatchObject({ code: expected, status });
});

test("that a cluster does not know Naru signs nobody out of Naru", () => {
  const error = toPersonsError("east", refusal(401, "Unauthorized")) as NaruError;
  expect(error).toMatchObject({ status: 502, help: expect.stringContaining("kubeconfig") });
});
