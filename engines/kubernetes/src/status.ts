/** Why the API refuses, as Kubernetes says it: HTTP status and `reason` of a `Status` object.
 *  Source: https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md */
const codes = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Expired: 410,
  Gone: 410,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
  ServiceUnavailable: 503,
  Timeout: 504,
} as const;

export type Reason = keyof typeof codes;

export interface Cause {
  /** `FieldValueRequired`, `FieldValueInvalid`, `FieldManagerConflict`, … */
  readonly reason: string;
  readonly message: string;
  /** `spec.containers[0].name` */
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly Cause[];
  readonly retryAfterSeconds?: number;
}

/** An answer that is not what was asked for; it is rendered in one place. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly reason: Reason;
  readonly details: StatusDetails;
  /** Of a list that can't go on as it was: with what it can. */
  readonly continue: string | undefined;

  constructor(reason: Reason, message: string, details: StatusDetails = {}, next?: string) {
    super(message);
    this.reason = reason;
    this.details = details;
    this.continue = next;
  }

  get code(): number {
    return codes[this.reason];
  }
}
