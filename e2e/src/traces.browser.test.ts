import { describe, expect } from "vitest";
import { columnOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages, words } from "./words.ts";

const nano: Readonly<Record<string, number>> = { ns: 1, µs: 1e3, ms: 1e6, s: 1e9 };

/** A visit to the home page: its first span is as long as the whole. */
const home = `/traces?filter=${encodeURIComponent('name="GET /"')}`;
/** Traces are ranked by their slowest matching span, and shown with their whole duration: nearly the same. */
const nearly = 1.2;

function nanoOf(text: string): number {
  const [figure = "", unit = ""] = text.split(/\s/);
  return Number(figure) * (nano[unit] ?? Number.NaN);
}

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("a filter is written with completion, from the keyboard alone", async ({ visit }) => {
    const page = await visit({ language, path: "/traces" });
    await page.getByRole("table", { name: say.traces }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("serv");
    await page.getByRole("option", { name: /^service\b(?!\.)/ }).waitFor();
    await page.keyboard.press("Tab");
    await page.getByRole("option", { name: /payment/ }).waitFor();
    await page.keyboard.type("pay");
    await expect.poll(() => page.getByRole("option").count()).toBe(1);
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "service=payment", exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get("filter")).toBe("service=payment");
    await expect
      .poll(async () => new Set(await columnOf(page.getByRole("table", { name: say.traces }), 0)).size)
      .toBeGreaterThan(0);
  });

  test("the slowest come first when asked for, and a part of the distribution can be marked", async ({
    visit,
  }) => {
    const page = await visit({ language, path: home });
    const table = page.getByRole("table", { name: say.traces });
    await table.waitFor();
    await page.getByRole("radio", { name: say.slowest }).click();
    await expect
      .poll(async () => {
        const durations = (await columnOf(table, 1)).map(nanoOf);
        return (
          durations.length > 5 && durations.every((one, i) => one <= nearly * (durations[i - 1] ?? Infinity))
        );
      })
      .toBe(true);
    const histogram = page.getByRole("img", { name: say.distribution });
    const { x, y, width, height } = (await histogram.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(x + width * 0.4, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.6, y + height / 2, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/min=\d+.*max=\d+|max=\d+.*min=\d+/);
    const limits = new URL(page.url()).searchParams;
    expect(Number(limits.get("min"))).toBeGreaterThan(0);
    expect(Number(limits.get("max"))).toBeGreaterThan(Number(limits.get("min")));
  });

  test("a filter that cannot be understood is answered with the way on", async ({ visit }) => {
    const path = `/traces?filter=${encodeURIComponent("duration>fast")}`;
    const page = await visit({ language, path, refusals: [400] });
    const alert = page.getByRole("alert");
    await alert.getByRole("heading", { name: say.badFilter }).waitFor();
    await alert.getByText(say.badFilterHelp).waitFor();
    await alert.getByText("fast is no duration").waitFor();
    await page.getByRole("button", { name: say.clear, exact: true }).click();
    await page.getByRole("table", { name: say.traces }).waitFor();
  });
});
