import { beforeAll, describe, expect } from "vitest";
import { violations } from "./accessibility.ts";
import { pageNames, pages } from "./pages.ts";
import { findPurchase } from "./purchase.ts";
import { settled, tooWide } from "./layout.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

let purchase = "";
beforeAll(async () => {
  purchase = await findPurchase();
});

describe.each(languages)("in %s", (language) => {
  test.for(pageNames)("%s fits a telephone", async (name, { visit }) => {
    const page = await visit({ language, path: pages[name](purchase), width: 390, height: 844 });
    await settled(page);
    expect(await page.evaluate(tooWide)).toEqual([]);
  });
});

describe.each(["dark", "light"] as const)("in %s colours", (scheme) => {
  const language = scheme === "dark" ? "ko" : "en";

  test.for(pageNames)("%s has no serious obstacle for anybody", async (name, { visit }) => {
    const page = await visit({ language, path: pages[name](purchase), scheme });
    await settled(page);
    expect(await violations(page)).toEqual([]);
  });

  test("an open span, an open line, the help, the palette and the sign-in page have none either", async ({
    visit,
  }) => {
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
});
