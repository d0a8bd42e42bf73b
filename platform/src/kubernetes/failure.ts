import { KubernetesError } from "@naru/kubernetes";
import { NaruError } from "#kernel/errors.ts";

/** A cluster's refusal as an error that a person meets: its own words, and the way on. */
export function toPersonsError(cluster: string, error: unknown): unknown {
  if (!(error instanceof KubernetesError)) return error;
  const { code, reason, message, retryAfterSeconds } = error;
  const retry = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  if (code === 0 || code >= 500) {
    return new NaruError("CLUSTER_UNAVAILABLE", `The cluster ${cluster} does not answer: ${message}`, {
      ...retry,
      cause: error,
    });
  }
  if (code === 404)
    return new NaruError("NOT_FOUND", message, { help: "It may have been deleted meanwhile." });
  // Its 401 is about Naru's credentials, not about the caller's.
  const status = code === 401 ? 502 : code;
  return new NaruError("KUBERNETES_REFUSED", message, { status, ...retry, ...helpFor(reason) });
}

const helps: Readonly<Record<string, string>> = {
  Unauthorized: "The cluster does not accept the credentials in Naru's kubeconfig: renew them.",
  Forbidden: "Give the user of Naru's kubeconfig the permission that the message names (RBAC).",
  Conflict: "Somebody else changed it: look at it again, or take the fields over with force.",
  TooManyRequests: "A budget or a limit does not allow it now: try again later.",
};
const helpFor = (reason: string) => (helps[reason] === undefined ? {} : { help: helps[reason] });
