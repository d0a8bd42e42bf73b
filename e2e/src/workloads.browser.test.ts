import { describe, expect } from "vitest";
import { clusterWords } from "./cluster-words.ts";
import { columnOf, rowsOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

describe.each(languages)("in %s", (language) => {
  const say = clusterWords[language];

  test("what is in trouble comes first, with Kubernetes' own reason", async ({ visit }) => {
    const page = await visit({ language, path: "/workloads?namespace=shipyard" });
    const table = page.getByRole("table", { name: say.workloads });
    await table.getByText("ImagePullBackOff").waitFor();
    const row = async (workload: string) =>
      (await rowsOf(table)).find(([name]) => name === workload)?.join(" ");
    // It runs again for a second between two crashes.
    await expect.poll(() => row("leaking")).toContain("CrashLoopBackOff");
    expect(await row("oversized")).toContain("Unschedulable");
    expect(await row("unbuilt")).toContain("0/1");
  });

  test("all state of the list stands in the address: trouble, kind, name and order", async ({ visit }) => {
    const page = await visit({ language, path: "/workloads?sort=name" });
    const table = page.getByRole("table", { name: say.workloads });
    await table.getByText("ferry", { exact: true }).waitFor();
    await page.getByRole("radio", { name: say.inTrouble }).click();
    await table.getByText("ferry", { exact: true }).waitFor({ state: "detached" });
    await page.getByLabel(say.kind).selectOption("Deployment");
    await page.keyboard.press("/");
    await page.keyboard.type("over");
    await expect.poll(() => columnOf(table, 0)).toEqual(["overloaded", "oversized"]);
    await table.getByRole("columnheader").first().getByRole("button").click();
    await expect.poll(() => columnOf(table, 0)).toEqual(["oversized", "overloaded"]);
    const again = await visit({ language, path: page.url().replace(/^https?:\/\/[^/]+/, "") });
    await expect
      .poll(() => columnOf(again.getByRole("table", { name: say.workloads }), 0))
      .toEqual(["oversized", "overloaded"]);
  });

  test("a filter that lets nothing through leads back", async ({ visit }) => {
    const page = await visit({ language, path: "/workloads?find=no-such-boat" });
    await page.getByRole("heading", { name: say.noMatch }).waitFor();
    await page.getByRole("button", { name: say.clearFilter }).click();
    await page.getByRole("table", { name: say.workloads }).waitFor();
  });

  test("a row opens from the keyboard", async ({ visit }) => {
    const page = await visit({ language, path: "/workloads?find=ledger" });
    await page.getByRole("link", { name: "ledger" }).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "ledger" }).waitFor();
  });
});
