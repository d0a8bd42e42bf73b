import { describe, expect } from "vitest";
import { columnOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const words = {
  en: { example: "Requests by service", query: "Query 1", table: "Table", explore: "Ask more in PromQL" },
  ko: {
    example: "서비스별 요청",
    query: "쿼리 1",
    table: "표",
    explore: "PromQL로 더 살펴보기",
  },
};

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("anything is asked in PromQL, and what was asked is a link", async ({ visit }) => {
    const page = await visit({ language, path: "/promql" });
    await page.getByRole("button", { name: say.example }).click();
    await page.locator("main canvas").waitFor();
    await page.getByText(say.table, { exact: true }).click();
    const table = page.getByRole("table", { name: "PromQL" });
    await expect.poll(() => columnOf(table, 0)).toContain("storefront");

    const query = page.getByRole("textbox", { name: say.query });
    await query.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("1 +* 2");
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => page.getByRole("alert").locator("mark").innerText()).toBe("*");
    await page.keyboard.type(" ");
    expect(await query.innerText()).toContain("1 +* 2");
    await page.goBack();
    await expect.poll(() => columnOf(table, 0)).toContain("storefront");
    expect(await query.innerText()).toContain("naru_service_requests_total");
  });

  test("a panel's query is taken along from where it is drawn", async ({ visit }) => {
    const page = await visit({ language, path: "/services/storefront/runtime" });
    await page.getByRole("link", { name: say.explore }).first().click();
    await page.getByRole("heading", { level: 1, name: "PromQL" }).waitFor();
    await page.locator("main canvas").waitFor();
  });
});
