import { describe, expect } from "vitest";
import { clusterWords } from "./cluster-words.ts";
import { columnOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

describe.each(languages)("in %s", (language) => {
  const say = clusterWords[language];

  test("pods in trouble are told with how they ended last", async ({ visit }) => {
    const page = await visit({ language, path: "/pods?namespace=shipyard&trouble=1" });
    const table = page.getByRole("table", { name: say.pods });
    await table.getByText("ImagePullBackOff").first().waitFor();
    await expect
      .poll(async () => (await columnOf(table, 2)).join("\n"), { timeout: 30_000 })
      .toMatch(/CrashLoopBackOff\s+OOMKilled \(137\)/);
  });

  test("a pod is found by its state or its node", async ({ visit }) => {
    const page = await visit({ language, path: "/pods?namespace=shipyard" });
    const table = page.getByRole("table", { name: say.pods });
    await table.getByRole("row").nth(3).waitFor();
    await page.getByRole("searchbox", { name: say.findPod }).fill("unsched");
    await expect.poll(async () => (await columnOf(table, 0)).length).toBe(1);
    expect((await columnOf(table, 0))[0]).toMatch(/^oversized-/);
    await page.getByRole("searchbox", { name: say.findPod }).fill("node-1");
    await expect.poll(async () => (await columnOf(table, 0)).length).toBeGreaterThan(1);
  });
});
