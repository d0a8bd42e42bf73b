/** What Naru's agent adds to OpenTelemetry, as the NARU_* variables ask for it. Everything else is configured by the
 *  standard OTEL_* variables. */
export interface Settings {
  readonly pendingSpans: PendingSpansSettings;
  readonly identity: IdentitySettings;
  readonly code: CodeSettings;
  readonly profiles: ProfilesSettings;
  /** How long an exit may be held up to send what is left, in milliseconds. */
  readonly exitTimeoutMs: number;
}

export interface PendingSpansSettings {
  /** Between two looks at the spans that are open, in milliseconds; 0 when they are not announced. */
  readonly intervalMs: number;
  /** How many spans are announced at most. */
  readonly limit: number;
}

export interface IdentitySettings {
  readonly sessionCookie: string | undefined;
  /** Header names are lower case, as Node.js has them. */
  readonly sessionHeader: string | undefined;
  readonly userHeader: string | undefined;
  readonly hashes: { readonly session: boolean; readonly user: boolean };
  readonly hashKey: string | undefined;
}

export interface CodeSettings {
  readonly handlers: boolean;
  /** Stacks taken a second, at most, to find who makes a client call; 0 when nobody asks. */
  readonly callersPerSecond: number;
}

export interface ProfilesSettings {
  /** A profile of `seconds` is taken in every `everySeconds`; 0 when none is taken unasked. */
  readonly seconds: number;
  readonly everySeconds: number;
  /** Samples a second. */
  readonly frequency: number;
  /** The signal that asks for one profile at once. */
  readonly signal: NodeJS.Signals | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the variables. What can't be understood is told, and the default stands: an agent never stops a program. */
export function readSettings(env: Environment, warn: (text: string) => void): Settings {
  const number = numberReader(env, warn);
  const [seconds, everySeconds] = readDutyCycle(env, warn);
  return {
    pendingSpans: {
      intervalMs: number("NARU_PENDING_SPANS_INTERVAL", 500, 0, 60_000),
      limit: number("NARU_PENDING_SPANS_LIMIT", 2000, 1, 100_000),
    },
    identity: {
      sessionCookie: text(env, "NARU_SESSION_COOKIE"),
      sessionHeader: text(env, "NARU_SESSION_HEADER")?.toLowerCase(),
      userHeader: text(env, "NARU_USER_HEADER")?.toLowerCase(),
      hashes: readHashes(env, warn),
      hashKey: text(env, "NARU_HASH_KEY"),
    },
    code: {
      handlers: text(env, "NARU_CODE_HANDLERS") !== "false",
      callersPerSecond: number("NARU_CODE_CALLERS_PER_SECOND", 20, 0, 10_000),
    },
    profiles: {
      seconds,
      everySeconds,
      frequency: number("NARU_PROFILES_FREQUENCY", 100, 1, 1000),
      signal: readSignal(env, warn),
    },
    exitTimeoutMs: number("NARU_EXIT_TIMEOUT", 2000, 0, 60_000),
  };
}

const text = (env: Environment, name: string) => env[name]?.trim() || undefined;

function numberReader(env: Environment, warn: (text: string) => void) {
  return (name: string, otherwise: number, least: number, most: number): number => {
    const given = text(env, name);
    if (given === undefined) return otherwise;
    const value = Number(given);
    if (value >= least && value <= most) return value;
    warn(`${name}=${given} is not a number from ${least} to ${most}; ${otherwise} is used.`);
    return otherwise;
  };
}

function readHashes(env: Environment, warn: (text: string) => void): IdentitySettings["hashes"] {
  const given = text(env, "NARU_HASH_IDS") ?? "session";
  const names = given.split(",").map((name) => name.trim());
  if (!names.every((name) => ["none", "session", "user"].includes(name))) {
    warn(`NARU_HASH_IDS=${given} is not none, or a list of session and user; both are hashed.`);
    return { session: true, user: true };
  }
  return { session: names.includes("session"), user: names.includes("user") };
}

/** `10/60`: ten seconds of every sixty. */
function readDutyCycle(env: Environment, warn: (text: string) => void): [number, number] {
  const given = text(env, "NARU_PROFILES") ?? "off";
  if (given === "off") return [0, 0];
  if (given === "on") return [10, 60];
  const [, seconds, everySeconds] = /^(\d{1,4})\/(\d{1,5})$/.exec(given)?.map(Number) ?? [];
  if (seconds && everySeconds && seconds <= everySeconds) return [seconds, everySeconds];
  warn(
    `NARU_PROFILES=${given} is not on, off, or like 10/60 (ten seconds of every sixty); no profile is taken.`,
  );
  return [0, 0];
}

function readSignal(env: Environment, warn: (text: string) => void): NodeJS.Signals | undefined {
  const given = text(env, "NARU_PROFILES_SIGNAL");
  if (given === undefined || given === "SIGUSR2" || given === "SIGHUP") return given;
  warn(`NARU_PROFILES_SIGNAL=${given} is neither SIGUSR2 nor SIGHUP; no signal asks for a profile.`);
  return undefined;
}
