import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { violations } from "./accessibility.ts";
import { settled, tooWide } from "./layout.ts";
import { pageNames, pages } from "./pages.ts";
import { findPurchase } from "./purchase.ts";
import { test } from "./visit.ts";
import { words } from "./words.ts";

/* Every page, in both languages and both schemes of colours. */

let purchase = "";
beforeAll(async () => {
  purchase = await findPurchase();
});

test.for(pageNames)("%s can be used by everybody, and fits a telephone", async (name, { visit }) => {
  const page = await visit({ language: "ko", scheme: "dark", path: pages[name](purchase) });
  await settled(page);
  expect(await violations(page)).toEqual([]);
  await fitsTelephone(page);
  await choose(page, words.ko.more, words.ko.light);
  await choose(page, words.ko.more, "English");
  await settled(page);
  expect(await violations(page, ["color-contrast"])).toEqual([]);
  await fitsTelephone(page);
});

async function fitsTelephone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.evaluate(tooWide)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function choose(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole("button", { name: menu, exact: true }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
  await page.getByRole("menu").waitFor({ state: "hidden" });
}

test.for([
  ["ko", "dark"],
  ["en", "light"],
] as const)(
  "so can an open span, an open line, the help, the palette and the sign-in page in %s and %s colours",
  async ([language, scheme], { visit }) => {
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
  },
);
