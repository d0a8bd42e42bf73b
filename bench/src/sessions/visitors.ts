import { Agent, request } from "node:http";
import type { LookupFunction } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** How a visit ended that was not answered as it should have been. */
export type Failure = "refused" | "reset" | "timeout" | "502" | "503" | "504" | "other";

export interface Tally {
  visits: number;
  /** Whoever was signed in was not any more. */
  lost: number;
  /** The session knew less than had been told before. */
  forgot: number;
  /** Though the answer that told it had said that replicas have it. */
  forgotConfirmed: number;
  readonly failed: Partial<Record<Failure, number>>;
  /** How long answers took, milliseconds. */
  readonly took: number[];
}

/** Not every machine knows that `*.localhost` is itself. Source: RFC 6761, 6.3 */
const loopback: LookupFunction = (_host, { all }, found) =>
  all ? found(null, [{ address: "127.0.0.1", family: 4 }]) : found(null, "127.0.0.1", 4);

const empty = (): Tally => ({ visits: 0, lost: 0, forgot: 0, forgotConfirmed: 0, failed: {}, took: [] });
const patienceMs = 10_000;
/** A person who sees an error tries again a little later. */
const afterErrorMs = 500;

interface Answer {
  readonly status: number;
  readonly cookie: string | undefined;
  readonly body: { readonly visits?: number; readonly isConfirmed?: boolean };
}

/** Users who are signed in and visit again and again, each when the answer before it is there and some time has gone by. */
export class Visitors {
  readonly #url: string;
  readonly #thinkMs: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 });
  readonly #stopping = new AbortController();
  readonly #users: Promise<void>[] = [];
  #tally = empty();
  /** When the last visit was answered well that began after a moment that somebody waits for. */
  #waiting: { readonly since: number; readonly found: (at: number) => void }[] = [];

  constructor(url: string, thinkMs: number) {
    this.#url = url;
    this.#thinkMs = thinkMs;
  }

  start(count: number): void {
    for (let user = 0; user < count; user++) this.#users.push(this.#live(`user-${user}`));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#users);
    this.#agent.destroy();
  }

  /** What came to pass since it was asked last. */
  taken(): Tally {
    const tally = this.#tally;
    this.#tally = empty();
    return tally;
  }

  /** Resolves with when a visit was answered well that began after a moment. */
  wellAfter(since: number): Promise<number> {
    return new Promise((found) => this.#waiting.push({ since, found }));
  }

  async #live(user: string): Promise<void> {
    const { signal } = this.#stopping;
    let cookie: string | undefined;
    let told = 0;
    let wasConfirmed = false;
    await this.#rest(Math.random() * this.#thinkMs);
    while (!signal.aborted) {
      const began = Date.now();
      const asked = performance.now();
      const isNew = cookie === undefined;
      const answer = await this.#ask(isNew ? "POST" : "GET", isNew ? `/sign-in/${user}` : "/visit", cookie);
      if (typeof answer === "string") {
        this.#tally.failed[answer] = (this.#tally.failed[answer] ?? 0) + 1;
        await this.#rest(afterErrorMs);
        continue;
      }
      this.#tally.visits++;
      this.#tally.took.push(performance.now() - asked);
      if (answer.status === 401) {
        this.#tally.lost++;
        cookie = undefined;
        continue;
      }
      this.#well(began);
      const { visits = 0, isConfirmed = false } = answer.body;
      if (!isNew && visits <= told) {
        this.#tally.forgot++;
        if (wasConfirmed) this.#tally.forgotConfirmed++;
      }
      wasConfirmed = isConfirmed;
      told = visits;
      cookie = answer.cookie ?? cookie;
      await this.#rest(-Math.log(1 - Math.random()) * this.#thinkMs);
    }
  }

  #well(began: number): void {
    const now = Date.now();
    const [found, waiting] = [
      this.#waiting.filter(({ since }) => began >= since),
      this.#waiting.filter(({ since }) => began < since),
    ];
    this.#waiting = waiting;
    for (const each of found) each.found(now);
  }

  #rest(ms: number): Promise<void> {
    return pause(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  #ask(method: string, path: string, cookie: string | undefined): Promise<Answer | Failure> {
    return new Promise((resolve) => {
      const headers = cookie === undefined ? {} : { cookie };
      const sent = request(`${this.#url}${path}`, {
        method,
        headers,
        agent: this.#agent,
        lookup: loopback,
        timeout: patienceMs,
      });
      sent.on("timeout", () => sent.destroy(Object.assign(new Error(), { code: "ETIMEDOUT" })));
      sent.on("error", ({ code }: NodeJS.ErrnoException) => resolve(failureOf(code)));
      sent.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", () => resolve("reset"));
        response.on("end", () => {
          const status = response.statusCode ?? 0;
          if (status !== 200 && status !== 401)
            return resolve(status === 502 || status === 503 || status === 504 ? `${status}` : "other");
          const [set] = response.headers["set-cookie"] ?? [];
          const body = JSON.parse(Buffer.concat(chunks).toString()) as Answer["body"];
          return resolve({ status, cookie: set?.split(";")[0], body });
        });
      });
      sent.end();
    });
  }
}

function failureOf(code: string | undefined): Failure {
  if (code === "ECONNREFUSED") return "refused";
  return code === "ETIMEDOUT" ? "timeout" : "reset";
}

/** Requests that failed, of all kinds. */
const failedOf = ({ failed }: Tally): number => Object.values(failed).reduce((sum, count) => sum + count, 0);

export type Figures = Record<string, number>;

/** What came to pass, as figures of a name. */
export const named = (name: string, tally: Tally): Figures => ({
  [`${name}Visits`]: tally.visits,
  [`${name}SessionsLost`]: tally.lost,
  [`${name}WritesLost`]: tally.forgot,
  [`${name}ConfirmedWritesLost`]: tally.forgotConfirmed,
  [`${name}RequestsFailed`]: failedOf(tally),
  ...Object.fromEntries(
    Object.entries(tally.failed).map(([kind, count]) => [`${name}Failed_${kind}`, count]),
  ),
});

/** The same for people. */
export const told = ({ visits, lost, forgot, forgotConfirmed, failed }: Tally): string =>
  `${visits} visits, ${lost} sessions lost, ${forgot} knew less than before (${forgotConfirmed} of what was confirmed), failed ${JSON.stringify(failed)}`;
