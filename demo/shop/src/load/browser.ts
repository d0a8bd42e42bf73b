export interface Page {
  /** Where redirects have led to. */
  path: string;
  status: number;
  content: string;
}

const patienceMs = 15_000;

/** A browser as far as the shop can tell: sends its headers, keeps its cookie and follows redirects. */
export class Browser {
  readonly #storefront: string;
  readonly #headers: Record<string, string>;
  #cookie: string | undefined;

  constructor(storefront: string, headers: Record<string, string>) {
    this.#storefront = storefront;
    this.#headers = headers;
  }

  get(path: string): Promise<Page> {
    return this.#request(path, {});
  }

  post(path: string, form: Record<string, string>): Promise<Page> {
    return this.#request(path, { method: "POST", body: new URLSearchParams(form) });
  }

  async #request(path: string, init: RequestInit): Promise<Page> {
    const response = await fetch(this.#storefront + path, {
      ...init,
      headers: { ...this.#headers, ...(this.#cookie !== undefined && { cookie: this.#cookie }) },
      redirect: "manual",
      signal: AbortSignal.timeout(patienceMs),
    });
    this.#cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? this.#cookie;
    const content = await response.text();
    const next = response.headers.get("location");
    return next === null ? { path, status: response.status, content } : this.get(next);
  }
}
