import type { Page } from "playwright-core";

/** Resolves when what the page asked for has arrived and nothing stands in for it any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main h1").waitFor();
  await page.locator("main [data-skeleton]").first().waitFor({ state: "detached" });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** Runs in the page: what reaches past the window's right edge without a part of its own that scrolls or clips. */
export function tooWide(): string[] {
  const clips = (element: Element | null): boolean =>
    element !== null &&
    element.localName !== "main" &&
    (getComputedStyle(element).overflowX !== "visible" || clips(element.parentElement));
  return Array.from(document.querySelectorAll("body *"))
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .filter((element) => element.localName !== "body" && !clips(element.parentElement))
    .map((element) => `${element.localName}.${element.getAttribute("class") ?? ""}`);
}
