import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect, inject, test as base } from "vitest";
import type { Language } from "./words.ts";

export interface Visit {
  readonly language: Language;
  /** Path and search of the page; `/services` unless given. */
  readonly path?: string;
  readonly signedIn?: boolean;
  readonly scheme?: "dark" | "light";
  readonly width?: number;
  readonly height?: number;
  readonly platform?: { readonly url: string; readonly token: string };
  /** HTTP statuses that the visit is meant to meet. */
  readonly refusals?: readonly number[];
}

const screens = fileURLToPath(new URL("../screens/", import.meta.url));
const isPhotographed = process.env.NARU_SCREENS === "on";
const patienceMs = 30_000;

/** Opens the console as a visitor with a browser of their own. After the test every visit is photographed if asked for,
 *  and fails if the console wrote an error or asked any other host for anything. */
export const test = base
  .extend("endpoint", { scope: "file" }, inject("browser"))
  .extend("browser", { scope: "file" }, async ({ endpoint }, { onCleanup }) => {
    const browser = await chromium.connect(endpoint);
    onCleanup(() => browser.close());
    return browser;
  })
  .extend("profiles", { scope: "file" }, ({ browser }) => new Profiles(browser))
  .extend("visit", async ({ profiles, task }, { onCleanup }) => {
    const visits: {
      readonly page: Page;
      readonly leave: () => Promise<void>;
      readonly complaints: string[];
    }[] = [];
    onCleanup(async () => {
      for (const [i, { page, leave }] of visits.entries()) {
        if (isPhotographed)
          await photograph(page, `${task.suite?.name ?? ""} ${task.name}${i === 0 ? "" : ` ${i + 1}`}`);
        await leave();
      }
      expect(visits.flatMap(({ complaints }) => complaints)).toEqual([]);
    });
    return async (visit: Visit): Promise<Page> => {
      const { url, token } = visit.platform ?? inject("platform");
      const { page, leave } = await profiles.open(visit);
      visits.push({ page, leave, complaints: listen(page, new URL(url).host, visit.refusals ?? []) });
      await page.goto(
        `${url}${visit.path ?? "/services"}${visit.signedIn === false ? "" : `#token=${token}`}`,
      );
      await page.locator("main h1").waitFor();
      return page;
    };
  });

/** Profiles of the browser, which nobody has used yet or whose cookies and storage are empty again. What the browser has
 *  loaded stays, as compiling the console anew costs more than most visits. */
class Profiles {
  readonly #browser: Browser;
  readonly #free = new Map<string, BrowserContext[]>();
  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async open(visit: Visit): Promise<{ readonly page: Page; readonly leave: () => Promise<void> }> {
    const { language, scheme = "dark", width = 1440, height = 900 } = visit;
    const key = `${language} ${scheme}`;
    const free = this.#free.get(key) ?? [];
    this.#free.set(key, free);
    const context = free.pop() ?? (await this.#make(language, scheme));
    const page = await context.newPage();
    await page.setViewportSize({ width, height });
    const leave = async () => {
      await page.evaluate(() => localStorage.clear());
      await page.close();
      await context.clearCookies();
      free.push(context);
    };
    return { page, leave };
  }

  async #make(language: Language, scheme: "dark" | "light"): Promise<BrowserContext> {
    const context = await this.#browser.newContext({
      locale: language === "ko" ? "ko-KR" : "en-US",
      timezoneId: "Asia/Seoul",
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(patienceMs);
    if (scheme === "light") await context.addInitScript(() => localStorage.setItem("naru.scheme", "light"));
    return context;
  }
}

/** Fills up with what the page should not do. */
function listen(page: Page, host: string, refusals: readonly number[]): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`threw ${error.message}`));
  page.on("console", (message) => {
    const ofAnswer = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !ofAnswer) complaints.push(`wrote ${message.text()}`);
  });
  page.on("response", (response) => {
    const status = response.status();
    if (status >= 400 && !refusals.includes(status)) complaints.push(`got ${status} for ${response.url()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.host !== host) complaints.push(`asked ${url.host}`);
  });
  return complaints;
}

async function photograph(page: Page, name: string): Promise<void> {
  await mkdir(screens, { recursive: true });
  const file = name.trim().replaceAll(/[^\w가-힣]+/g, "-");
  await page.screenshot({ path: `${screens}${file}.png` });
}
