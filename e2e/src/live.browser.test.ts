import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { columnOf, rowsOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const words = {
  en: {
    transactions: "Transactions",
    points: /^([\d,]+) transactions by the time/,
    selected: /^[\d,]+ (of [\d,]+ )?transactions in the box/,
    sql: "In SQL",
    users: "Active users",
    sessions: "Sessions",
    inFlight: "In flight",
    now: "Now",
    most: /^At most [\d.]+k? at once/,
    apdex: "Set the Apdex threshold",
    satisfied: "Satisfied under",
    satisfiedUnder: /satisfied under 2000 ms/,
    filter: "Filter transactions",
    none: "No transaction ended in this time range",
    clear: "Clear the filter",
    failed: "Failed",
  },
  ko: {
    transactions: "트랜잭션",
    points: /트랜잭션 ([\d,]+)건$/,
    selected: /^선택한 영역의 트랜잭션 [\d,]+건/,
    sql: "SQL",
    users: "활성 사용자",
    sessions: "세션",
    inFlight: "진행 중",
    now: "지금",
    most: /^동시에 최대 [\d.]+k?건/,
    apdex: "Apdex 기준 시간 설정",
    satisfied: "만족 기준",
    satisfiedUnder: /2000 ms 안이면 만족/,
    filter: "트랜잭션 필터",
    none: "이 기간에 끝난 트랜잭션이 없습니다",
    clear: "필터 지우기",
    failed: "실패",
  },
};

describe.each(languages)("in %s", (language) => {
  const say = words[language];
  const plot = (page: Page) => page.getByRole("img", { name: say.points });
  const count = async (page: Page) => {
    const label = (await plot(page).getAttribute("aria-label")) ?? "";
    return Number(say.points.exec(label)?.[1]?.replaceAll(",", ""));
  };
  const drawBox = async (page: Page, top: number, bottom: number) => {
    const { x, y, width, height } = (await plot(page).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(x + 2, y + height * bottom);
    await page.mouse.down();
    await page.mouse.move(x + width - 2, y + height * top, { steps: 4 });
    await page.mouse.up();
  };

  test("every transaction is a point, and new ones come by themselves", async ({ visit }) => {
    const page = await visit({ language, path: "/live?live=1" });
    await plot(page).waitFor();
    const before = await count(page);
    expect(before).toBeGreaterThan(0);
    await expect.poll(() => count(page)).toBeGreaterThan(before);
  });

  test("a box gives its transactions, the slowest first, and one of them its trace", async ({ visit }) => {
    const page = await visit({ language, path: "/live?from=now-15m" });
    await plot(page).waitFor();
    await drawBox(page, 0.005, 0.98);
    const region = page.getByRole("region", { name: say.selected });
    const table = region.getByRole("table", { name: say.transactions });
    await expect.poll(async () => (await rowsOf(table)).length).toBeGreaterThan(5);
    expect((await columnOf(table, 1)).every((took) => /^\d[\d.]*\s(µs|ms|s)$/.test(took))).toBe(true);
    await table.getByRole("link").first().click();
    await page.getByRole("tree").waitFor();
    expect(page.url()).toContain("/traces/");
    expect(page.url()).toContain("span=");
  });

  test("a selection is closed by Escape", async ({ visit }) => {
    const page = await visit({ language, path: "/live?from=now-15m" });
    await plot(page).waitFor();
    await drawBox(page, 0.005, 0.98);
    const region = page.getByRole("region", { name: say.selected });
    await region.waitFor();
    await page.keyboard.press("Escape");
    await region.waitFor({ state: "hidden" });
  });

  test("it is filtered, by what takes the time too, and there is a way back from nothing", async ({
    visit,
  }) => {
    const page = await visit({ language, path: "/live?from=now-15m&filter=service%3Dcatalog" });
    await plot(page).waitFor();
    const ofCatalog = await count(page);
    await page.getByText(say.sql, { exact: true }).click();
    await expect.poll(() => page.url()).toContain("axis=sql");
    await page.goto(page.url().replace("service%3Dcatalog", "service%3Dnobody"));
    await page.getByText(say.none).waitFor();
    await page.getByRole("button", { name: say.clear }).first().click();
    await expect.poll(() => count(page)).toBeGreaterThan(ofCatalog);
  });

  test("who is there is counted, over time and by day", async ({ visit }) => {
    const page = await visit({ language, path: "/live" });
    const tile = page.locator("dl > div").filter({ hasText: say.users }).locator("dd");
    await expect.poll(async () => Number((await tile.innerText()).replaceAll(/\D/g, ""))).toBeGreaterThan(0);
    const chart = page.getByRole("region", { name: say.users });
    await chart.locator("canvas").waitFor();
    await chart.getByText(say.sessions, { exact: true }).click();
    expect(page.url()).toContain("who=sessions");
  });

  test("for a window of the past it is shown how many were under way, and there is a way to now", async ({
    visit,
  }) => {
    const page = await visit({ language, path: "/live?from=now-10m&to=now-10s" });
    const panel = page.getByRole("region", { name: say.inFlight, exact: true });
    await panel.getByText(say.most).waitFor();
    await panel.locator("canvas").waitFor();
    await panel.getByRole("radio", { name: say.now, exact: true }).click();
    await panel.locator("canvas").waitFor({ state: "detached" });
  });

  test("how quick is quick enough is chosen for a service, for everybody", async ({ visit }) => {
    const page = await visit({ language, path: "/live?service=catalog" });
    await page.getByRole("button", { name: say.apdex }).click();
    await page.getByRole("combobox", { name: say.satisfied }).selectOption("2000");
    await page.getByText(say.satisfiedUnder).waitFor();
    await page.reload();
    await page.getByText(say.satisfiedUnder).waitFor();
  });

  test("a long range is shown by how many took how long", async ({ visit }) => {
    const page = await visit({ language, path: "/live?from=now-12h" });
    await plot(page).waitFor();
    expect(await count(page)).toBeGreaterThan(0);
    await drawBox(page, 0.005, 0.95);
    await page.getByRole("region", { name: say.selected }).waitFor();
  });
});
