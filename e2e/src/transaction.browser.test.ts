import { beforeAll, describe, expect } from "vitest";
import { findPurchase } from "./purchase.ts";
import { columnOf, rowsOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const words = {
  en: {
    pod: "Pod",
    session: "Session",
    others: /^(Session|User) /,
    happened: "What happened around it",
    mark: "This transaction",
    memory: "Memory",
    service: "Service",
  },
  ko: {
    pod: "파드",
    session: "세션",
    others: /^(세션|사용자) /,
    happened: "전후에 일어난 일",
    mark: "이 트랜잭션",
    memory: "메모리",
    service: "서비스",
  },
};

let path = "";
beforeAll(async () => {
  path = `/traces/${await findPurchase()}`;
});

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("the pods of a purchase are shown as they were then, and what happened to them", async ({ visit }) => {
    const page = await visit({ language, path });
    await page.getByRole("radio", { name: say.pod, exact: true }).click();
    const service = page.getByRole("combobox", { name: say.service });
    await service.selectOption("payment");
    await page.getByRole("link", { name: /^payment-/ }).waitFor();
    await page.getByRole("link", { name: "payment", exact: true }).waitFor();
    await page.getByRole("region", { name: say.memory }).locator("canvas").waitFor();
    const happened = page.getByRole("region", { name: say.happened });
    await happened.getByText(say.mark).waitFor();
    expect(await happened.getByRole("row").count()).toBeGreaterThan(1);
  });

  test("what else its session did leads from one transaction to the next", async ({ visit }) => {
    const page = await visit({ language, path });
    await page.getByRole("radio", { name: say.session, exact: true }).click();
    const table = page.getByRole("table", { name: say.others });
    await expect.poll(async () => (await rowsOf(table)).length).toBeGreaterThan(1);
    expect(await columnOf(table, 0)).toEqual(
      expect.arrayContaining([expect.stringContaining("POST /checkout")]),
    );
    const before = page.url();
    await table.getByRole("link").last().click();
    await expect.poll(() => page.url()).not.toBe(before);
    await table.waitFor();
  });
});
