import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { profiledSpan } from "./profile-scene.ts";
import { columnOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const words = {
  en: {
    functions: "Functions",
    find: "Find functions and files",
    whole: "Whole graph",
    lines: "Lines of its file",
    more: "takes a larger share",
    ofSpan: "Profile of this span",
    linked: "Samples that name this span.",
  },
  ko: {
    functions: "함수",
    find: "함수·파일 찾기",
    whole: "전체 보기",
    lines: "파일의 줄별 보기",
    more: "비중 증가",
    ofSpan: "이 스팬의 프로파일",
    linked: "이 스팬을 가리키는 표본입니다.",
  },
};

const graph = (page: Page) => page.getByRole("application");
const facts = (page: Page) => page.locator("main footer");

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("a flame graph is walked by keys, zoomed, searched, and leads to the lines of a file", async ({
    visit,
  }) => {
    const page = await visit({ language, path: "/profiles?service=lighthouse&version=1.0" });
    await graph(page).locator("canvas").waitFor();
    await graph(page).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await facts(page).getByText("readChart", { exact: true }).waitFor();
    await page.keyboard.press("ArrowRight");
    await facts(page).getByText("sortShips", { exact: true }).waitFor();
    await expect.poll(() => facts(page).innerText()).toMatch(/40\sms · 40\s%/);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: say.whole }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: say.whole }).waitFor({ state: "detached" });
    await page.keyboard.press("/");
    await page.keyboard.type("sort.ts");
    await expect.poll(() => page.getByRole("status").first().innerText()).toMatch(/40\s%/);
    await graph(page).click({ position: { x: 20, y: 50 } });
    await facts(page).getByRole("button", { name: say.lines }).click();
    await page.getByRole("region", { name: "/app/chart.ts" }).getByText("8", { exact: true }).waitFor();
  });

  test("two versions are told apart by share, with a sign", async ({ visit }) => {
    const path = "/profiles?service=lighthouse&compare=version&version=2.0&baseVersion=1.0";
    const page = await visit({ language, path });
    const table = page.getByRole("table", { name: say.functions });
    await table.waitFor();
    await page.getByText(say.more).waitFor();
    expect((await columnOf(table, 1)).slice(0, 2)).toEqual(["+26.3\u00a0%", "−22.5\u00a0%"]);
  });

  test("a span leads to what ran in its time", async ({ visit }) => {
    const page = await visit({ language, path: `/traces/${profiledSpan.replace("/", "?span=")}` });
    await page.getByRole("link", { name: say.ofSpan }).click();
    await page.getByText(say.linked).waitFor();
    const table = page.getByRole("table", { name: say.functions });
    await expect.poll(() => table.innerText()).toContain("compareShips");
  });
});
