import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { settled } from "./layout.ts";

/* Takes the pictures of the documentation from a platform that has watched the demo shop for a while:
 * `npm run screenshots -w e2e -- LINK`, with the link that `./naru status` prints. */

const images = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const link = process.argv[2];
if (link === undefined) throw new Error("Give the link that ./naru status prints.");
const { origin } = new URL(link);

const purchase = encodeURIComponent('service=payment name="POST /payments"');
const browser = await launchChromium();
try {
  await mkdir(images, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1440, height: 474 }, locale: "en-US" });
  await page.goto(link);
  await page.getByRole("table").waitFor();
  await take(page, "services", "/services?from=now-5m");
  await page.setViewportSize({ width: 1440, height: 860 });
  await page.goto(`${origin}/traces?from=now-30m&order=slowest&filter=${purchase}`);
  const trace = await page.locator('a[href^="/traces/"]').first().getAttribute("href");
  await take(page, "trace", trace?.split("?")[0] ?? "");
  await page.setViewportSize({ width: 1440, height: 900 });
  await take(page, "live", "/live?from=now-15m");
} finally {
  await browser.close();
}

async function take(page: Page, name: string, path: string): Promise<void> {
  await page.goto(origin + path);
  await settled(page);
  await page.screenshot({ path: `${images}${name}.png` });
}
