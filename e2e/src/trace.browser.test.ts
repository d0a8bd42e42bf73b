import { beforeAll, describe, expect } from "vitest";
import { findPurchase } from "./purchase.ts";
import { test } from "./visit.ts";
import { languages, words } from "./words.ts";

let path = "";
beforeAll(async () => {
  path = `/traces/${await findPurchase()}`;
});

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("a purchase is drawn as a waterfall of spans from five services or more", async ({ visit }) => {
    const page = await visit({ language, path, height: 2000 });
    await page.getByRole("heading", { level: 1, name: "POST /checkout" }).waitFor();
    const services = page.getByRole("treeitem").locator("b");
    await expect.poll(async () => new Set(await services.allInnerTexts()).size).toBeGreaterThanOrEqual(5);
  });

  test("a span opens to its attributes and those of its resource, and the address remembers it", async ({
    visit,
  }) => {
    const page = await visit({ language, path });
    await page.getByRole("treeitem").first().click();
    const details = page.getByRole("complementary", { name: "POST /checkout" });
    await details.getByRole("heading", { name: say.attributes }).waitFor();
    await details.getByText("http.request.method").waitFor();
    await details.getByRole("heading", { name: say.resource }).waitFor();
    await details.getByText("deployment.environment.name").waitFor();
    expect(page.url()).toMatch(/span=[0-9a-f]{16}/);
    await page.keyboard.press("Escape");
    await details.waitFor({ state: "detached" });
  });

  test("spans are walked with the arrow keys and folded", async ({ visit }) => {
    const page = await visit({ language, path });
    const root = page.getByRole("treeitem").first();
    await root.click();
    await page.getByRole("tree").focus();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.getByRole("treeitem", { selected: true }).getAttribute("id")).toBe("span-1");
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => page.getByRole("treeitem", { selected: true }).getAttribute("id")).toBe("span-0");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => page.getByRole("treeitem").count()).toBe(1);
  });

  test("a trace's log lines stand beside it", async ({ visit }) => {
    const page = await visit({ language, path });
    await page.getByRole("radio", { name: say.logs }).click();
    await page
      .getByRole("log")
      .getByRole("button", { name: /storefront/ })
      .first()
      .waitFor();
  });
});
