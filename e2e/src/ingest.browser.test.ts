import { span, trace } from "@naru/testkit";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { send } from "./send.ts";
import { test } from "./visit.ts";
import { languages, words } from "./words.ts";

async function received(page: Page, signal: string): Promise<number> {
  const row = page.getByRole("row", { name: new RegExp(`^${signal}`) });
  return Number((await row.getByRole("cell").nth(2).innerText()).replaceAll(",", ""));
}

/** Makes a text attribute claim to be longer than the message it stands in: the request's frame can be read, what
 *  is inside of the attribute cannot. */
function breakAttribute(text: string): (body: Buffer) => Buffer {
  return (body) => {
    body[body.indexOf(text) - 1] = 100;
    return body;
  };
}

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("counts go up while the shop sends", async ({ visit }) => {
    const page = await visit({ language, path: "/ingest?live=1" });
    await page.getByRole("heading", { name: say.signals }).waitFor();
    const before = await received(page, say.spans);
    await expect.poll(() => received(page, say.spans), { timeout: 20_000 }).toBeGreaterThan(before);
  });

  test("a request that cannot be stored is shown with its reason and file", async ({ visit }) => {
    const text = `unreadable ${language}`;
    await send("traces", trace([span({ attributes: { text } })]), breakAttribute(text));
    const page = await visit({ language, path: "/ingest?live=1" });
    const quarantine = page.getByRole("region", { name: say.quarantine });
    await quarantine.getByText(say.setAside).waitFor();
    await quarantine
      .getByText(/a value runs past its message/)
      .first()
      .waitFor();
    await quarantine
      .getByText(/-traces-[0-9a-f]{16}\.pb$/)
      .first()
      .waitFor();
  });

  test("how to send data is told for each runtime, with this platform's endpoint", async ({ visit }) => {
    const page = await visit({ language, path: "/ingest" });
    for (const [runtime, start] of [
      ["Java", "-javaagent:opentelemetry-javaagent.jar"],
      ["Python", "opentelemetry-instrument"],
      ["Go", "go run"],
      ["Node.js", "auto-instrumentations-node/register"],
    ] as const) {
      await page.getByRole("radio", { name: runtime }).click();
      await page.locator("pre").getByText(start).waitFor();
      expect(await page.locator("pre").innerText()).toContain(
        "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:",
      );
    }
  });
});
