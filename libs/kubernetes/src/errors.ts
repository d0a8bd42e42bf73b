/** What a Kubernetes API refused, or why it could not be asked. */
export class KubernetesError extends Error {
  override readonly name = "KubernetesError";
  /** HTTP status; 0 when there was no answer. */
  readonly code: number;
  /** Kubernetes' own word (`NotFound`, `Conflict`, `Expired` …), or `Unreachable`, `NoAnswer`, `Credentials`. */
  readonly reason: string;
  readonly causes: readonly StatusCause[];
  readonly retryAfterSeconds: number | undefined;

  constructor({ code, reason, message, causes = [], retryAfterSeconds }: Refusal) {
    super(redacted(message));
    this.code = code;
    this.reason = reason;
    this.causes = causes.map((cause) => ({ ...cause, message: redacted(cause.message ?? "") }));
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Whether the same call may succeed later, without anybody changing anything. */
  get isTransient(): boolean {
    return this.code === 0 ? this.reason !== "Credentials" : transientCodes.has(this.code);
  }
}

export interface StatusCause {
  /** `FieldManagerConflict`, `FieldValueInvalid`, `DisruptionBudget` … */
  readonly reason?: string;
  readonly message?: string;
  /** `spec.replicas` */
  readonly field?: string;
}

interface Refusal {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number | undefined;
}

const transientCodes = new Set([408, 429, 500, 502, 503, 504]);

/** Reads a `Status` object; whatever else a proxy may have answered is told by its code alone.
 *  Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export function errorOf(code: number, body: string): KubernetesError {
  const status = parsed(body);
  return new KubernetesError({
    code: status.code ?? code,
    reason: status.reason || `Status${code}`,
    message: status.message || `the API server answered ${code}`,
    causes: status.details?.causes ?? [],
    retryAfterSeconds: status.details?.retryAfterSeconds,
  });
}

export const isReason = (error: unknown, ...reasons: readonly string[]): boolean =>
  error instanceof KubernetesError && reasons.includes(error.reason);

/** A revision is no longer there to go on from: list again. */
export const isExpired = (error: unknown): boolean => error instanceof KubernetesError && error.code === 410;

interface Status {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly StatusCause[]; readonly retryAfterSeconds?: number };
}

function parsed(body: string): Status {
  try {
    const value: unknown = JSON.parse(body);
    const isStatus =
      typeof value === "object" && value !== null && "kind" in value && value.kind === "Status";
    return isStatus ? (value as Status) : {};
  } catch {
    return {};
  }
}

/** Credentials may be anything that a plugin prints: what looks like a key or a token is left out. */
export function redacted(text: string): string {
  return text
    .replaceAll(/-----BEGIN[\s\S]*?(-----END [A-Z ]+-----|$)/g, "[redacted]")
    .replaceAll(/\b(bearer|basic)\s+\S+/gi, "$1 [redacted]")
    .replaceAll(/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, "[redacted]")
    .replaceAll(/\b(token|password|secret|key)(["']?\s*[:=]\s*["']?)[^\s"',}]{8,}/gi, "$1$2[redacted]");
}
