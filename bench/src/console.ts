import { launchChromium } from "@naru/e2e/chromium";
import { eventually, type Platform, startPlatform } from "@naru/testkit";
import { openClient } from "./kubernetes-client.ts";
import { type Page, quantile } from "./frames.ts";
import { fillPods } from "./pods.ts";

const scrolls = 120;

/** How a long list feels in the console: pods, in Chromium without a GPU, while the list is kept up to date. */
export async function benchConsole({ rows, say }: { rows: number; say: (line: string) => void }) {
  const platform = await startPlatform({ nodes: 1 });
  const browser = await launchChromium();
  try {
    say(`${rows} pods …`);
    const client = await openClient(platform.kubernetes.kubeconfig);
    await fillPods(client, rows);
    client.close();
    await eventually(() => requireListed(platform, rows), 60_000, 500);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
    await page.goto(`${platform.url}/services#token=${platform.token}`);
    await page.locator("main h1").waitFor();
    say("opening, scrolling, searching …");
    const opened = performance.now();
    await page.goto(`${platform.url}/pods`);
    await page.getByText("stored-", { exact: false }).first().waitFor();
    const openMs = Math.round(performance.now() - opened);
    const frames = await scroll(page);
    return {
      consoleListOpenMs: openMs,
      consoleScrollFrameP50Ms: quantile(frames, 0.5),
      consoleScrollFrameP95Ms: quantile(frames, 0.95),
      consoleScrollFrameWorstMs: quantile(frames, 1),
      consoleSearchMs: await search(page),
    };
  } finally {
    await browser.close();
    await platform.stop();
  }
}

async function requireListed(platform: Platform, rows: number): Promise<void> {
  const { pods } = await platform.call<{ pods: unknown[] }>("/api/kubernetes/pods");
  if (pods.length < rows) throw new Error(`${pods.length} of ${rows} pods are listed`);
}

/** @returns milliseconds between the frames of a long scroll through the whole list */
async function scroll(page: Page): Promise<number[]> {
  return page.evaluate(async (steps) => {
    const scroller = [...document.querySelectorAll("main *")].find(
      (element) => element.scrollHeight > element.clientHeight * 20,
    );
    if (!scroller) throw new Error("there is nothing to scroll");
    const times: number[] = [];
    for (let step = 0, last = 0; step <= steps; step++) {
      scroller.scrollTop = (scroller.scrollHeight * step) / steps;
      const { promise, resolve } = Promise.withResolvers<number>();
      requestAnimationFrame(resolve);
      const now = await promise;
      if (step > 0) times.push(now - last);
      last = now;
    }
    return times;
  }, scrolls);
}

/** @returns milliseconds from the last key to the one row that is left */
async function search(page: Page): Promise<number> {
  await page.keyboard.press("/");
  await page.keyboard.type("stored-77");
  const typed = performance.now();
  await page.keyboard.type("7");
  await page.waitForFunction(() => {
    const rows = document.querySelectorAll("main [role=row], main tr");
    return rows.length > 1 && [...rows].slice(1).every((row) => row.textContent?.includes("stored-777"));
  });
  return Math.round(performance.now() - typed);
}
