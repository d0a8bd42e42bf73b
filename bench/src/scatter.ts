import { launchChromium } from "@naru/e2e/chromium";
import { encode, requests } from "@naru/otlp";
import { attributes, eventually, type Platform, startPlatform } from "@naru/testkit";
import { frames, type Page, quantile } from "./frames.ts";

const spread = 50 * 60_000;
const spansARequest = 2000;
const senders = 4;

/** How the scatter of an hour with this many transactions feels in the console: Chromium without a GPU. */
export async function benchScatter({
  transactions,
  say,
}: {
  transactions: number;
  say: (line: string) => void;
}) {
  const platform = await startPlatform();
  const browser = await launchChromium();
  try {
    say(`${transactions.toLocaleString("en")} transactions …`);
    await fillHour(platform, transactions);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
    await page.goto(`${platform.url}/services#token=${platform.token}`);
    await page.locator("main h1").waitFor();
    say("opening, scrolling, zooming, dragging …");
    const opened = performance.now();
    await page.goto(`${platform.url}/live?from=now-1h&to=now`);
    await page.locator(`canvas[aria-label^="${transactions} "]`).waitFor({ timeout: 60_000 });
    const openMs = performance.now() - opened;
    const firstAnswer = await answerMs(page);
    const live = await frames(page, 5000);
    const dragged = await frames(page, 3000, () => drag(page));
    return {
      scatterOpenMs: Math.round(openMs),
      scatterAnswerMs: Math.round(firstAnswer),
      scatterZoomMs: Math.round(await zoom(page)),
      scatterLiveFrameP50Ms: quantile(live, 0.5),
      scatterLiveFrameP95Ms: quantile(live, 0.95),
      scatterDragFrameP50Ms: quantile(dragged, 0.5),
      scatterDragFrameP95Ms: quantile(dragged, 0.95),
    };
  } finally {
    await browser.close();
    await platform.stop();
  }
}

/** Spread over fifty minutes, so that none leaves the hour meanwhile. */
async function fillHour(platform: Platform, transactions: number): Promise<void> {
  const from = Date.now() - spread - 60_000;
  let next = 0;
  const line = async () => {
    while (next < transactions) {
      const first = next;
      next += spansARequest;
      const count = Math.min(spansARequest, transactions - first);
      const spans = Array.from({ length: count }, (_, i) =>
        transaction(first + i, from + (spread * (first + i)) / transactions),
      );
      await sendSpans(platform, spans);
    }
  };
  await Promise.all(Array.from({ length: senders }, line));
  await eventually(() => requireStored(platform, transactions), 120_000, 500);
}

async function sendSpans(platform: Platform, spans: readonly object[]): Promise<void> {
  const resource = { attributes: attributes({ "service.name": "storefront" }) };
  const response = await fetch(`${platform.otlpHttp}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: new Uint8Array(encode(requests.traces, { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] })),
  });
  if (!response.ok) throw new Error(`The platform answered with ${response.status}.`);
}

async function requireStored(platform: Platform, transactions: number): Promise<void> {
  const { services } = await platform.call<{ services: { requests: number }[] }>(
    "/api/services?from=now-1h&to=now",
  );
  const stored = services.reduce((sum, { requests }) => sum + requests, 0);
  if (stored < transactions) throw new Error(`${stored} of ${transactions} are stored.`);
}

/** Lognormal about 80 ms; one in fifty fails. */
function transaction(number: number, startMs: number): object {
  const normal = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  const start = BigInt(Math.round(startMs * 1000)) * 1000n;
  return {
    traceId: number.toString(16).padStart(32, "a"),
    spanId: number.toString(16).padStart(16, "b"),
    name: `GET /resource-${number % 30}`,
    kind: 2,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + BigInt(Math.round(80e6 * Math.exp(normal)))),
    attributes: attributes({ "http.route": `/resource-${number % 30}` }),
    status: number % 50 === 0 ? { code: 2 } : {},
  };
}

/** From asking for the points to their last byte. */
const answerMs = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const asked = performance.getEntriesByType("resource");
    return asked.find(({ name }) => /\/api\/apm\/scatter\b/.test(name))?.duration ?? Number.NaN;
  });

/** Draws a box over half of the plot, and gives it up again outside of it. */
async function drag(page: Page): Promise<void> {
  const plot = await page.locator("canvas").first().boundingBox();
  if (plot === null) throw new Error("The plot is not there.");
  const at = (share: number) => [plot.x + plot.width * share, plot.y + plot.height * share] as const;
  await page.mouse.move(...at(0.2));
  await page.mouse.down();
  for (let step = 0; step <= 100; step++) await page.mouse.move(...at(0.2 + 0.006 * step));
  await page.mouse.move(...at(0.2));
  await page.mouse.up();
}

/** @returns milliseconds from the click to the second frame after it */
async function zoom(page: Page): Promise<number> {
  const started = performance.now();
  await page.getByRole("button", { name: "Show shorter ones" }).click();
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) {
      const { promise, resolve } = Promise.withResolvers<number>();
      requestAnimationFrame(resolve);
      await promise;
    }
  });
  return performance.now() - started;
}
