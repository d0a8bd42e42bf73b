import { logRecord, logs } from "@naru/testkit";
import { describe, expect } from "vitest";
import { send } from "./send.ts";
import { test } from "./visit.ts";
import { languages, words } from "./words.ts";

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("lines are searched, and counted over time", async ({ visit }) => {
    const page = await visit({ language, path: "/logs" });
    await page.keyboard.press("/");
    await page.keyboard.type('service=cart "added"');
    await page.keyboard.press("Enter");
    const lines = page.getByRole("log").getByRole("button");
    await lines.first().waitFor();
    await expect
      .poll(async () => {
        const texts = await lines.allInnerTexts();
        return texts.length > 0 && texts.every((text) => text.includes("cart") && text.includes("added"));
      })
      .toBe(true);
    await expect.poll(() => page.locator("mark").first().innerText()).toBe("added");
    await page.getByRole("img", { name: new RegExp(`^${say.linesOverTime}: .*\\d`) }).waitFor();
    await page.getByRole("region", { name: say.linesOverTime }).locator("canvas").waitFor();
  });

  test("a line opens to its attributes, to the lines around it and to its trace", async ({ visit }) => {
    const page = await visit({ language, path: "/logs?filter=service%3Dstorefront" });
    const line = page.getByRole("log").getByRole("button", { expanded: false }).first();
    await line.click();
    await page.getByRole("heading", { name: say.attributes }).waitFor();
    await page.getByText("session.id", { exact: true }).waitFor();
    await page.getByRole("button", { name: say.linesAround }).click();
    const dialog = page.getByRole("dialog", { name: say.aroundThis });
    await expect.poll(() => dialog.locator("time").count()).toBeGreaterThan(2);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("link", { name: say.openTrace }).click();
    await page.waitForURL(/\/traces\/[0-9a-f]{32}\?.*span=[0-9a-f]{16}/);
    await page.getByRole("treeitem", { selected: true }).waitFor();
  });

  test("new lines appear by themselves while the page is live", async ({ visit }) => {
    const service = `ferry-${language}`;
    const page = await visit({ language, path: `/logs?filter=service%3D${service}` });
    await page.getByRole("heading", { name: say.noMatch }).waitFor();
    await page.getByRole("button", { name: say.live, exact: true }).click();
    await page.getByText(say.following).waitFor();
    for (const body of ["the ferry leaves", "the ferry has landed"]) {
      await send("logs", logs([logRecord({ body, severityNumber: 9 })], { service }));
      await page.getByRole("log").getByText(body).waitFor();
    }
  });
});
