import { beforeAll, describe, expect } from "vitest";
import { podNamed } from "./cluster-calls.ts";
import { clusterName } from "./cluster-scene.ts";
import { clusterWords } from "./cluster-words.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

let path = "";
beforeAll(async () => {
  path = `/pods/${clusterName}/harbour/${await podNamed("harbour", "ferry-")}`;
});

describe.each(languages)("in %s", (language) => {
  const say = clusterWords[language];

  test("its log is followed as it is written, and stands still when asked to", async ({ visit }) => {
    const page = await visit({ language, path: `${path}?view=logs` });
    const log = page.getByRole("log");
    const last = async () => (await log.locator("[data-index]").last().innerText()).trim();
    await page.getByText(say.following).waitFor();
    const before = await last();
    await expect.poll(last).not.toBe(before);
    await page.getByRole("button", { name: say.pauseLog, exact: true }).click();
    await page.getByText(say.paused).waitFor();
    const first = () => log.locator("[data-index]").first().innerText();
    const still = await first();
    await page.getByRole("button", { name: /\d/ }).filter({ hasText: /\d/ }).last().waitFor();
    expect(await first()).toBe(still);
  });

  test("lines are found and marked, and kept by their level", async ({ visit }) => {
    const page = await visit({ language, path: `${path}?view=logs` });
    const lines = page.getByRole("log").locator("[data-index]");
    await lines.first().waitFor();
    await page.getByRole("searchbox", { name: say.findLog }).fill("missed the landing");
    await expect.poll(() => page.locator("mark").first().innerText()).toBe("missed the landing");
    await page.getByRole("searchbox", { name: say.findLog }).fill("");
    await page.getByLabel(say.level).selectOption("warn");
    await expect
      .poll(async () => {
        const texts = await lines.allInnerTexts();
        return texts.length > 0 && texts.every((text) => text.includes("current is strong"));
      })
      .toBe(true);
    expect(page.url()).toContain("level=warn");
  });

  test("each container has a log of its own", async ({ visit }) => {
    const page = await visit({ language, path: `${path}?view=logs` });
    await page.getByLabel(say.container).selectOption("deckhand");
    await page.getByRole("log").getByText("ready to cast off").waitFor();
  });

  test("variables are told by name and source, never by value", async ({ visit }) => {
    const page = await visit({ language, path: `${path}?view=settings` });
    await page.getByText("COMBINATION", { exact: true }).waitFor();
    await page.getByText("Secret lock / combination").waitFor();
    await page.getByText("captain:/etc/tides").waitFor();
    expect(await page.locator("main").innerText()).not.toContain("seven-four-one");
  });

  test("containers are told with how they ended last", async ({ visit }) => {
    const leaking = await podNamed("shipyard", "leaking-");
    const page = await visit({ language, path: `/pods/${clusterName}/shipyard/${leaking}` });
    await page.getByRole("cell", { name: /Error.* 3/ }).waitFor();
  });

  test("a pod that is gone says so, and leads to its events", async ({ visit }) => {
    const page = await visit({ language, path: `/pods/${clusterName}/harbour/ferry-0`, refusals: [404] });
    await page.getByRole("heading", { name: say.gone }).waitFor();
  });
});
