import { span, trace } from "@naru/testkit";
import { beforeAll, describe, expect } from "vitest";
import { send } from "./send.ts";
import { columnOf, rowsOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const words = {
  en: {
    sql: "SQL",
    calls: "Calls",
    routes: "Routes",
    callers: "Run by",
    runs: "Slowest runs",
    exceptions: "Exceptions",
    stack: "Stack of the newest",
  },
  ko: {
    sql: "SQL",
    calls: "호출",
    routes: "라우트",
    callers: "실행한 트랜잭션",
    runs: "가장 느린 실행",
    exceptions: "예외",
    stack: "최근 스택",
  },
};

beforeAll(async () => {
  const start = BigInt(Date.now() - 2000) * 1_000_000n;
  const thrown = {
    "exception.type": "LedgerError",
    "exception.message": "the ledger is closed",
    "exception.stacktrace": "LedgerError: the ledger is closed\n    at write (/srv/ledger.js:4:2)",
  };
  const failed = span({
    name: "POST /ledger",
    kind: 2,
    start,
    events: [{ time: start, name: "exception", attributes: thrown }],
  });
  await send("traces", trace([failed], { service: "ledger", resource: { "service.version": "2.0" } }));
});

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("routes, SQL and calls are listed by the time that they take, and a statement by who runs it", async ({
    visit,
  }) => {
    const page = await visit({ language, path: "/top" });
    const routes = page.getByRole("table", { name: say.routes });
    await expect.poll(async () => (await rowsOf(routes)).length).toBeGreaterThan(5);
    await page.getByText(say.calls, { exact: true }).click();
    const calls = page.getByRole("table", { name: say.calls });
    await expect
      .poll(async () => (await columnOf(calls, 0)).some((to) => to.includes("postgresql")))
      .toBe(true);
    await page.getByText(say.sql, { exact: true }).click();
    const statements = page.getByRole("table", { name: say.sql });
    await expect
      .poll(async () => (await columnOf(statements, 0)).some((text) => /select|insert/i.test(text)))
      .toBe(true);
    await statements.getByRole("link").first().click();
    const callers = page.getByRole("table", { name: say.callers });
    await expect.poll(async () => (await rowsOf(callers)).length).toBeGreaterThan(0);
    await page.getByRole("table", { name: say.runs }).getByRole("link").first().click();
    await page.getByRole("tree").waitFor();
  });

  test("an exception is listed with its version, and told with its stack", async ({ visit }) => {
    const page = await visit({ language, path: "/exceptions" });
    const table = page.getByRole("table", { name: say.exceptions });
    await table.getByRole("link", { name: /LedgerError/ }).click();
    await page.getByRole("heading", { level: 1, name: /LedgerError/ }).waitFor();
    const stack = page.getByRole("region", { name: say.stack });
    expect(await stack.innerText()).toContain("at write (/srv/ledger.js:4:2)");
  });
});
