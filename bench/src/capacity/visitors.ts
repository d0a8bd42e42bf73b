import { Agent, request } from "node:http";

/** Requests that come whether others are answered or not, at moments of chance. */
export class Visitors {
  readonly #url: string;
  readonly #headers: { readonly host: string };
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 200 });
  #perSecond = 0;
  #timer: NodeJS.Timeout | undefined;
  sent = 0;
  /** Requests that failed, by how: the status, or what became of the connection. */
  readonly failed = new Map<string, number>();

  /** @param host  by which the ingress knows whom they want */
  constructor(url: string, host: string) {
    this.#url = url;
    this.#headers = { host };
  }

  /** From now on, so many a second on average. */
  come(perSecond: number): void {
    clearTimeout(this.#timer);
    this.#perSecond = perSecond;
    if (perSecond > 0) this.#next();
  }

  stop(): void {
    this.come(0);
    this.#agent.destroy();
  }

  /** Times between arrivals are exponential: nobody knows of the others. */
  #next(): void {
    const waitMs = (-Math.log(1 - Math.random()) * 1000) / this.#perSecond;
    this.#timer = setTimeout(() => {
      this.#send();
      this.#next();
    }, waitMs);
  }

  #send(): void {
    this.sent++;
    const sent = request(this.#url, { agent: this.#agent, headers: this.#headers }, (response) => {
      if (response.statusCode !== 200) this.#failed(String(response.statusCode));
      response.resume();
    });
    sent.once("error", ({ code, message }: NodeJS.ErrnoException) => this.#failed(code ?? message));
    sent.end();
  }

  #failed(how: string): void {
    this.failed.set(how, (this.failed.get(how) ?? 0) + 1);
  }
}
