import { describe, expect } from "vitest";
import { ask } from "./cluster-calls.ts";
import { clusterName } from "./cluster-scene.ts";
import { clusterWords } from "./cluster-words.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const isCordoned = async () => {
  const { nodes } = await ask<{ nodes: { isCordoned: boolean }[] }>("/nodes");
  return nodes[0]?.isCordoned;
};

describe.each(languages)("in %s", (language) => {
  const say = clusterWords[language];

  test("nodes are told with what is asked of them, and open to their pods", async ({ visit }) => {
    const page = await visit({ language, path: "/nodes" });
    const table = page.getByRole("table", { name: say.nodes });
    await table.getByText(/\d+ \/ 250/).waitFor();
    await page.getByRole("link", { name: "node-1" }).click();
    await page.getByText("Ready=True").waitFor();
    await page.getByRole("radio", { name: say.pods }).click();
    await page
      .getByRole("table", { name: say.pods })
      .getByText(/^ferry-/)
      .first()
      .waitFor();
  });

  test("a node is cordoned after a look at the change, and uncordoned by undo", async ({ visit }) => {
    const page = await visit({ language, path: `/nodes/${clusterName}/node-1` });
    await page.getByRole("button", { name: `${say.cordon}…` }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("unschedulable: true").waitFor();
    expect(await isCordoned()).toBe(false);
    await dialog.getByRole("button", { name: say.cordon, exact: true }).click();
    await dialog.getByRole("button", { name: say.undo, exact: true }).waitFor();
    expect(await isCordoned()).toBe(true);
    await dialog.getByRole("button", { name: say.undo, exact: true }).click();
    await dialog.getByText(say.undone).waitFor();
    expect(await isCordoned()).toBe(false);
  });

  test("before a drain it is told who would leave, who stays, and what a budget refuses", async ({
    visit,
  }) => {
    const page = await visit({ language, path: `/nodes/${clusterName}/node-1` });
    await page.getByRole("button", { name: `${say.drain}…` }).click();
    const row = (pod: RegExp) => page.getByRole("dialog").getByRole("row", { name: pod }).first();
    await expect.poll(() => row(/ferry-/).innerText()).toContain(say.refused);
    expect(await row(/ferry-/).innerText()).toContain("disruption budget");
    expect(await row(/ledger-0/).innerText()).toContain(say.leaves);
    expect(await row(/lookout-/).innerText()).toContain(say.stays);
    await page.getByRole("button", { name: say.cancel }).click();
    expect(await isCordoned()).toBe(false);
  });
});
