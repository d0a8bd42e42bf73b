/** Every error that a person can meet: its HTTP status, what happened and the way on. */
const table = {
  INVALID_INPUT: {
    status: 400,
    message: "The input is not valid.",
    help: "Correct the fields named in the message.",
  },
  INVALID_FILTER: {
    status: 400,
    message: "The filter is not valid.",
    help: 'Write conditions like service=cart, duration>100ms or "some text", joined by spaces, OR and parentheses.',
  },
  INVALID_DECLARATION: {
    status: 400,
    message: "The declaration is not valid.",
    help: "Correct the fields named in the message.",
  },
  UNAUTHENTICATED: {
    status: 401,
    message: "Sign-in is needed.",
    help: "Open the link that Naru prints when it starts, or send Authorization: Bearer with the access token.",
  },
  FORBIDDEN: {
    status: 403,
    message: "This is not allowed.",
    help: "Ask for the permission named in the message.",
  },
  FOREIGN_ORIGIN: {
    status: 403,
    message: "The request comes from another site.",
    help: "Open the console at its own address; programs send no Origin header.",
  },
  UNKNOWN_HOST: {
    status: 421,
    message: "This host name is not served here.",
    help: "Use localhost, or add the name to NARU_HOST_NAMES.",
  },
  NOT_FOUND: {
    status: 404,
    message: "There is nothing here.",
    help: "See /api/openapi.json for what there is.",
  },
  BODY_TOO_LARGE: { status: 413, message: "The request body is too large.", help: "Send at most 1 MiB." },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: "The request body is not JSON.",
    help: "Send Content-Type: application/json.",
  },
  TOO_MANY_ATTEMPTS: {
    status: 429,
    message: "Too many failed attempts.",
    help: "Wait for the time in Retry-After, then try again.",
  },
  QUERY_TOO_LARGE: {
    status: 422,
    message: "The query needs more memory than it may use.",
    help: "Shorten the time range or narrow the filter.",
  },
  QUERY_TIMEOUT: {
    status: 504,
    message: "The query took too long.",
    help: "Shorten the time range or narrow the filter.",
  },
  CANCELLED: { status: 499, message: "The caller left before the answer.", help: "Send the request again." },
  STORE_UNAVAILABLE: {
    status: 503,
    message: "The telemetry store does not answer.",
    help: "Try again in a few seconds; /readyz tells when it is back.",
  },
  KUBERNETES_REFUSED: {
    status: 422,
    message: "The cluster refused.",
    help: "Correct what the cluster names in the message.",
  },
  CLUSTER_UNAVAILABLE: {
    status: 503,
    message: "The cluster does not answer.",
    help: "See the cluster's state; Naru goes on trying. Check its address and the credentials in the kubeconfig.",
  },
  SESSION_STORE_UNAVAILABLE: {
    status: 503,
    message: "The session store does not answer.",
    help: "See the store's state; Naru goes on trying. Sessions are there again when it is.",
  },
  INVALID_SETTING: {
    status: 500,
    message: "A setting is not valid.",
    help: "Run with --help for every setting.",
  },
  START_FAILED: {
    status: 500,
    message: "Naru could not start.",
    help: "Correct what the message names and start again.",
  },
  INTERNAL: {
    status: 500,
    message: "Something went wrong inside Naru.",
    help: "Try again; the log of the platform has the details.",
  },
} as const satisfies Record<string, { status: number; message: string; help: string }>;

export type ErrorCode = keyof typeof table;

interface ErrorOptions {
  /** How to go on, when more exact than the code's own advice. */
  help?: string;
  status?: number;
  cause?: unknown;
  /** Seconds after which the same request may succeed. */
  retryAfterSeconds?: number;
}

/** An error with a stable code, meant to be read by the person who met it. */
export class NaruError extends Error {
  override readonly name = "NaruError";
  readonly code: ErrorCode;
  readonly help: string;
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message?: string, options: ErrorOptions = {}) {
    super(message ?? table[code].message, { cause: options.cause });
    this.code = code;
    this.help = options.help ?? table[code].help;
    this.status = options.status ?? table[code].status;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** What a caller sees of an error: never a stack, a statement or another internal. */
export interface ErrorBody {
  code: ErrorCode;
  message: string;
  help: string;
}

export function errorBody(error: NaruError): ErrorBody {
  return { code: error.code, message: error.message, help: error.help };
}
