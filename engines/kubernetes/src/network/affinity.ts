import type { Address } from "./ports.ts";

interface Kept {
  readonly endpoint: Address;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** As many clients are remembered; of more, those that came first are forgotten. */
const mostClients = 10_000;

/** Which endpoint each client of a service was led to: `sessionAffinity: ClientIP`.
 *  Source: https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity */
export class Affinity {
  readonly #kept = new Map<string, Kept>();

  /** The endpoints in the order in which they are to be tried: first the one that the client knows. */
  *order(client: string, endpoints: Iterable<Address>, now: number): Generator<Address> {
    const kept = this.#kept.get(client);
    const all = [...endpoints];
    const known = kept && kept.until > now ? all.find((one) => isSame(one, kept.endpoint)) : undefined;
    if (known) yield known;
    for (const endpoint of all) if (endpoint !== known) yield endpoint;
  }

  /** @param seconds  without a connection, after which it is forgotten */
  keep(client: string, endpoint: Address, seconds: number, now: number): void {
    this.#kept.delete(client);
    this.#kept.set(client, { endpoint, until: now + seconds * 1000 });
    for (const [oldest, { until }] of this.#kept) {
      if (until > now && this.#kept.size <= mostClients) break;
      this.#kept.delete(oldest);
    }
  }
}

const isSame = (a: Address, b: Address) => a.host === b.host && a.port === b.port;
