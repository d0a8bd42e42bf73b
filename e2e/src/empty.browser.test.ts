import { type Platform, startPlatform } from "@naru/testkit";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { test } from "./visit.ts";
import { languages, words } from "./words.ts";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform?.stop());

describe.each(languages)("in %s, before anything has been sent,", (language) => {
  const say = words[language];

  test.for(["services", "traces", "logs", "metrics"] as const)(
    "%s tells how to send",
    async (name, { visit }) => {
      const page = await visit({ language, path: `/${name}`, platform });
      await page.getByRole("heading", { name: say.noData }).waitFor();
      await page.getByText(platform.otlpHttp, { exact: true }).waitFor();
      expect(await page.locator("pre").innerText()).toContain(
        `OTEL_EXPORTER_OTLP_ENDPOINT=${platform.otlpHttp}`,
      );
    },
  );

  test("profiles tell how to send", async ({ visit }) => {
    const page = await visit({ language, path: "/profiles", platform });
    await page.getByText(`OTEL_EXPORTER_OTLP_ENDPOINT=${platform.otlpHttp} NARU_PROFILES=on`).waitFor();
  });

  test("a trace that is not there says why", async ({ visit }) => {
    const path = `/traces/${"ab".repeat(16)}`;
    const page = await visit({ language, path, platform, refusals: [404] });
    await page.getByRole("heading", { name: say.noTrace }).waitFor();
  });
});
