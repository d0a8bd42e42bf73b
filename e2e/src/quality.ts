import { beforeAll, expect } from "vitest";
import { violations } from "./accessibility.ts";
import { pageNames, pages } from "./pages.ts";
import { findPurchase } from "./purchase.ts";
import { settled, tooWide } from "./layout.ts";
import { test } from "./visit.ts";
import type { Language } from "./words.ts";

/** Every page, in one language and one scheme of colours. */
export function everyPage(language: Language, scheme: "dark" | "light"): void {
  let purchase = "";
  beforeAll(async () => {
    purchase = await findPurchase();
  });

  test.for(pageNames)("%s can be used by everybody, and fits a telephone", async (name, { visit }) => {
    const page = await visit({ language, path: pages[name](purchase), scheme });
    await settled(page);
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => page.evaluate(tooWide)).toEqual([]);
  });

  test("so can an open span, an open line, the help, the palette and the sign-in page", async ({ visit }) => {
    const page = await visit({ language, path: pages.trace(purchase), scheme, refusals: [401] });
    await page.getByRole("treeitem").first().click();
    await page.getByRole("complementary").locator("dd").nth(8).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("g");
    await page.keyboard.press("l");
    await page.getByRole("log").getByRole("button").first().click();
    await page.getByRole("log").locator("h3").first().waitFor();
    expect(await violations(page)).toEqual([]);
    for (const keys of ["?", "Control+k"]) {
      await page.keyboard.press(keys);
      await page.getByRole("dialog").waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
    }
    await page.context().clearCookies();
    await page.reload();
    await page.locator("form input[type=password]").waitFor();
    expect(await violations(page)).toEqual([]);
  });
}
