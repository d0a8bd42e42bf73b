import { describe, expect } from "vitest";
import { clusterWords } from "./cluster-words.ts";
import { columnOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

describe.each(languages)("in %s", (language) => {
  const say = clusterWords[language];

  test("warnings come first, or everything by time", async ({ visit }) => {
    const page = await visit({ language, path: "/events?from=now-1h&namespace=shipyard" });
    const table = page.getByRole("table", { name: say.events });
    const reasons = () => columnOf(table, 0);
    await expect.poll(async () => (await reasons())[0]).toMatch(/^⚠/);
    const ordered = (await reasons()).map((reason) => reason.startsWith("⚠"));
    expect(ordered.lastIndexOf(true)).toBeLessThan(ordered.indexOf(false));
    await page.getByRole("radio", { name: say.byTime }).click();
    await page.waitForURL(/order=time/);
  });

  test("an event is found by its message, and leads to its object", async ({ visit }) => {
    const path = "/events?from=now-1h&namespace=shipyard&find=Insufficient";
    const page = await visit({ language, path });
    await page
      .getByRole("table", { name: say.events })
      .getByRole("link", { name: /FailedScheduling/ })
      .first()
      .click();
    await page.getByRole("heading", { level: 1, name: /oversized-/ }).waitFor();
  });
});
