import { cards } from "../card-network/api.ts";
import { demoPassword, emailOf } from "../storefront/demo-users.ts";
import { Browser, type Page } from "./browser.ts";
import type { Act, Journey } from "./journey.ts";

/** Someone walking a journey, who sees one page at a time and remembers the product looked at last. */
export class Shopper {
  readonly #browser: Browser;
  readonly #user: number;
  #inView = "";
  #product: string | undefined;

  constructor(storefront: string, { device, language, address, user }: Journey) {
    this.#browser = new Browser(storefront, {
      "user-agent": device.userAgent,
      "accept-language": language === "ko" ? "ko-KR,ko;q=0.9,en;q=0.5" : "en-US,en;q=0.9",
      "x-forwarded-for": address,
    });
    this.#user = user;
  }

  /** @returns the status answered; undefined when the page in view offers nothing to do it with */
  async act(act: Act): Promise<number | undefined> {
    const page = await this.#perform(act);
    if (!page) return undefined;
    this.#inView = page.content;
    this.#product = page.path.match(/^\/product\/(\d+)$/)?.[1] ?? this.#product;
    return page.status;
  }

  #perform(act: Act): Promise<Page> | undefined {
    const browser = this.#browser;
    if (act.kind === "home") return browser.get("/");
    if (act.kind === "category") return this.#follow(/href="(\/category\/[^"?]+)"/g, act.choice);
    if (act.kind === "product") return this.#follow(/href="(\/product\/\d+)"/g, act.choice);
    if (act.kind === "search") {
      return browser.get(
        `/search?${new URLSearchParams({ q: act.words, ...(act.inReviews && { in: "reviews" }) })}`,
      );
    }
    if (act.kind === "add") {
      return this.#product
        ? browser.post("/cart", { product: this.#product, quantity: String(act.quantity) })
        : undefined;
    }
    if (act.kind === "sign-in")
      return browser.post("/sign-in", { email: emailOf(this.#user), password: demoPassword });
    if (act.kind === "sign-out") return browser.post("/sign-out", {});
    if (act.kind === "pay") return browser.post("/checkout", { card: cards[act.card] });
    return browser.get(`/${act.kind}`);
  }

  #follow(links: RegExp, choice: number): Promise<Page> | undefined {
    const found = [...this.#inView.matchAll(links)];
    const path = found[Math.floor(choice * found.length)]?.[1];
    return path === undefined ? undefined : this.#browser.get(path);
  }
}
