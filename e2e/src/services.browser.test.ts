import { describe, expect } from "vitest";
import { test } from "./visit.ts";
import { columnOf, rowsOf } from "./table.ts";
import { languages, words } from "./words.ts";

const shop = ["cart", "catalog", "inventory", "notification", "order", "payment", "storefront"];
const took = /^\d[\d.]*\s(µs|ms|s)$/;

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("all services of the shop are shown with rate, errors and durations", async ({ visit }) => {
    const page = await visit({ language });
    const table = page.getByRole("table", { name: say.services });
    await expect.poll(() => columnOf(table, 0)).toEqual(expect.arrayContaining(shop));
    const rows = (await rowsOf(table)).filter(([name = ""]) => shop.includes(name));
    for (const [, rate, errors, ...durations] of rows) {
      expect(rate).toMatch(/^\d[\d.]*\s\/(s|min)$/);
      expect(errors).toMatch(/^\d[\d.]*\s%$/);
      expect(durations.filter((text) => took.test(text))).toHaveLength(3);
    }
  });

  test("services are sorted by a click on a column's head, and found by name", async ({ visit }) => {
    const page = await visit({ language });
    const table = page.getByRole("table", { name: say.services });
    const byName = table.getByRole("columnheader").first();
    const ofShop = async () => (await columnOf(table, 0)).filter((name) => shop.includes(name));
    await byName.getByRole("button").click();
    await expect.poll(ofShop).toEqual(shop);
    await byName.getByRole("button").click();
    await expect.poll(ofShop).toEqual(shop.toReversed());
    expect(await byName.getAttribute("aria-sort")).toBe("descending");
    await page.keyboard.press("/");
    await page.keyboard.type("catal");
    await expect.poll(() => columnOf(table, 0)).toEqual(["catalog"]);
    expect(page.url()).toContain("find=catal");
  });

  test("a service opens to its charts and operations, and an operation to its traces", async ({ visit }) => {
    const page = await visit({ language });
    await page.getByRole("link", { name: "catalog" }).click();
    await page.getByRole("heading", { level: 1, name: "catalog" }).waitFor();
    await page.locator("canvas").nth(2).waitFor();
    expect(await page.getByRole("img", { name: /p95: .* \d.*ms/ }).count()).toBe(1);
    await page.getByRole("link", { name: "GET /products/:id", exact: true }).click();
    await page.getByRole("heading", { name: say.traces }).waitFor();
    await page.getByRole("button", { name: "name=GET /products/:id", exact: true }).waitFor();
    await page.getByRole("table", { name: say.traces }).getByRole("row").nth(1).waitFor();
  });
});
