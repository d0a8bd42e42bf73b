import { describe, expect } from "vitest";
import { manyServices, sendManyServices } from "./many-services.ts";
import { rowsOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const words = {
  en: {
    map: "Map",
    node: /^service order/,
    edge: /^order → payment/,
    member: /^service member-/,
    focus: "Focus on it",
    all: "Show all",
    find: "Find in the map",
    edges: "Edges",
    traces: "Traces",
    calls: "Calls",
  },
  ko: {
    map: "서비스 맵",
    node: /^서비스 order/,
    edge: /^order → payment/,
    member: /^서비스 member-/,
    focus: "이 노드 중심으로 보기",
    all: "전체 보기",
    find: "맵에서 찾기",
    edges: "연결",
    traces: "트레이스",
    calls: "호출",
  },
};

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("who calls whom is drawn, and the keyboard leads from a node to an edge to its traces", async ({
    visit,
  }) => {
    const page = await visit({ language, path: "/map" });
    const order = page.getByRole("button", { name: say.node });
    await order.focus();
    await page.keyboard.press("Enter");
    const details = page.getByRole("complementary");
    await details.getByRole("heading", { name: "order" }).waitFor();
    await details.getByRole("button", { name: /^payment/ }).click();
    await details.getByRole("heading", { name: "order → payment" }).waitFor();
    await details.getByRole("link", { name: say.traces, exact: true }).click();
    await page.getByRole("main").getByText("order").first().waitFor();
    expect(new URL(page.url()).searchParams.get("filter")).toMatch(
      /^service=order kind=client \(server\.address=/,
    );
  });

  test("a node is looked at with its neighbours, and there is a way back", async ({ visit }) => {
    const page = await visit({ language, path: "/map" });
    await page.getByRole("button", { name: say.node }).click();
    await page.getByRole("button", { name: say.focus }).click();
    await page
      .getByRole("button", { name: / storefront/ })
      .first()
      .waitFor();
    await page.getByRole("button", { name: / catalog,/ }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: say.all, exact: true }).first().click();
    await page.getByRole("button", { name: / catalog,/ }).waitFor();
  });

  test("three hundred nodes are drawn, and a few of them found", async ({ visit }) => {
    await sendManyServices();
    const { from, to, count } = manyServices;
    const page = await visit({ language, path: `/map?from=${from}&to=${to}&group=none` });
    const members = page.getByRole("button", { name: say.member });
    await expect.poll(() => members.count()).toBe(count);
    await page.getByRole("searchbox", { name: say.find }).fill("member-299");
    await expect.poll(() => members.count()).toBeLessThan(10);
  });

  test("on a telephone the edges are a list", async ({ visit }) => {
    const page = await visit({ language, path: "/map", width: 390, height: 844 });
    const table = page.getByRole("table", { name: say.edges });
    await expect.poll(async () => (await rowsOf(table)).length).toBeGreaterThan(8);
    await page.getByRole("searchbox", { name: say.find }).fill("payment");
    await expect
      .poll(async () => (await rowsOf(table)).every(([edge = ""]) => edge.includes("payment")))
      .toBe(true);
    await table.getByRole("button", { name: say.edge }).click();
    await page.getByRole("heading", { name: "order → payment" }).waitFor();
  });
});
