import { describe, expect } from "vitest";
import { test } from "./visit.ts";
import { languages, words } from "./words.ts";

const name = "http.server.request.duration";

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("a metric is found, drawn with its unit and split by an attribute", async ({ visit }) => {
    const page = await visit({ language, path: "/metrics" });
    await page.keyboard.press("/");
    await page.keyboard.type("server.request");
    const found = page.getByRole("link", { name });
    await expect.poll(() => page.locator('a[href^="/metrics/"]').count()).toBe(1);
    await found.click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    await page.getByRole("img", { name: new RegExp(`^${name}: .*\\d\\sms`) }).waitFor();
    await page.locator("canvas").waitFor();
    await page.getByRole("combobox", { name: say.by, exact: true }).selectOption("http.request.method");
    await page.getByRole("button", { name: "GET", exact: true }).waitFor();
    await page.getByRole("button", { name: "POST", exact: true }).waitFor();
    const last = page.getByRole("row", { name: /^GET/ }).getByRole("cell").nth(1);
    expect(await last.innerText()).toMatch(/^(\d[\d.]*\s(µs|ms|s)|–)$/);
    expect(new URL(page.url()).searchParams.getAll("by")).toEqual(["http.request.method"]);
  });

  test("a series leaves the chart when its name is clicked", async ({ visit }) => {
    const page = await visit({ language, path: `/metrics/${name}?by=http.request.method` });
    const series = page.getByRole("button", { name: "GET", exact: true });
    await series.click();
    await expect.poll(() => series.getAttribute("aria-pressed")).toBe("false");
    const chart = page.getByRole("img", { name: new RegExp(`^${name}: `) });
    await expect.poll(() => chart.getAttribute("aria-label")).not.toContain("GET");
    expect(await chart.getAttribute("aria-label")).toContain("POST");
  });
});
