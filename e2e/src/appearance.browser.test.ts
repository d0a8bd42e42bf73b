import { describe, expect } from "vitest";
import { test } from "./visit.ts";
import { languages, words } from "./words.ts";

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("light and dark are chosen in the menu, and kept", async ({ visit }) => {
    const page = await visit({ language });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const choose = async (scheme: string) => {
      await page.getByRole("button", { name: say.more }).click();
      await page.getByRole("menuitem", { name: scheme }).click();
    };
    const dark = await ground();
    await choose(say.light);
    await expect.poll(ground).not.toBe(dark);
    const light = await ground();
    await page.reload();
    await page.getByRole("heading", { name: say.services }).waitFor();
    expect(await ground()).toBe(light);
    await choose(say.dark);
    await expect.poll(ground).toBe(dark);
  });

  test("times are shown in UTC when asked for", async ({ visit }) => {
    const page = await visit({ language, path: "/logs" });
    const first = page.getByRole("log").locator("time").first();
    expect(await first.getAttribute("title")).toBeTruthy();
    const picker = page.getByRole("button", { name: say.timeRange });
    await picker.getByText("UTC+09:00").waitFor();
    const before = Number((await first.innerText()).slice(0, 2));
    await picker.click();
    await page.getByRole("radio", { name: "UTC", exact: true }).click();
    await page.keyboard.press("Escape");
    await picker.getByText("UTC", { exact: true }).waitFor();
    await expect
      .poll(async () => (before - Number((await first.innerText()).slice(0, 2)) + 24) % 24)
      .toSatisfy((hours: number) => hours === 9 || hours === 8);
  });

  test("the other language is one click away, and the document says which it is", async ({ visit }) => {
    const page = await visit({ language });
    const of = () => page.evaluate(() => document.documentElement.lang);
    expect(await of()).toBe(language);
    const other = language === "en" ? "ko" : "en";
    await page.getByRole("button", { name: say.more }).click();
    await page.getByRole("menuitem", { name: other === "ko" ? "한국어" : "English" }).click();
    await page.getByRole("heading", { name: words[other].services }).waitFor();
    expect(await of()).toBe(other);
    await page.reload();
    await page.getByRole("heading", { name: words[other].services }).waitFor();
    expect(await of()).toBe(other);
  });
});
