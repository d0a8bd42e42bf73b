import { describe, expect } from "vitest";
import { columnOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages, words } from "./words.ts";

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("every page is reached by two keys", async ({ visit }) => {
    const page = await visit({ language, path: "/ingest" });
    for (const [keys, name] of [
      ["gt", say.traces],
      ["gs", say.services],
      ["gl", say.logs],
      ["gm", say.metrics],
      ["gi", say.ingest],
    ] as const) {
      for (const key of keys) await page.keyboard.press(key);
      await page.getByRole("heading", { level: 1, name }).waitFor();
    }
  });

  test("no two pages have the same keys", async ({ visit }) => {
    const page = await visit({ language });
    await page.keyboard.press("Control+k");
    const options = page.getByRole("option").filter({ has: page.locator("kbd") });
    await options.first().waitFor();
    const keys = (await options.all()).map(async (option) =>
      (await option.locator("kbd").allInnerTexts()).join(" "),
    );
    const all = await Promise.all(keys);
    expect(all.length).toBeGreaterThan(20);
    expect(new Set(all).size).toBe(all.length);
  });

  test("help opens with ? and closes with Escape", async ({ visit }) => {
    const page = await visit({ language });
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: say.shortcuts });
    await help.waitFor();
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "hidden" });
  });

  test("the palette leads to a service, and a pasted trace ID to its trace", async ({ visit }) => {
    const page = await visit({ language });
    await page.keyboard.press("Control+k");
    await page.getByRole("option", { name: "inventory" }).waitFor();
    await page.keyboard.type("inv");
    await expect.poll(() => page.getByRole("option").count()).toBe(1);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "inventory" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: say.search }).fill("4BF92F3577B34DA6A3CE929D0E0E4736");
    await page.getByRole("option", { name: /4bf92f3577b34da6a3ce929d0e0e4736/ }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("combobox", { name: say.search }).waitFor({ state: "hidden" });
  });

  test("rows are walked with j and k, and opened with Enter", async ({ visit }) => {
    const page = await visit({ language, path: "/services?sort=service" });
    const table = page.getByRole("table", { name: say.services });
    await expect.poll(async () => (await columnOf(table, 0)).length).toBeGreaterThanOrEqual(7);
    for (const key of ["j", "j", "j", "k", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("heading", { level: 1, name: "catalog" }).waitFor();
  });
});
