import { join } from "node:path";
import { Client } from "@naru/kubernetes";
import { deployShop, untilOpen, writeImages } from "@naru/shop";
import { eventually, type Platform, startPlatform } from "@naru/testkit";
import { fillHarbour } from "./cluster-scene.ts";
import { fillIncidents } from "./incident-scene.ts";
import { sendProfiles } from "./profile-scene.ts";

export interface Scene {
  readonly platform: Platform;
  readonly stop: () => Promise<void>;
}

/** Few enough to leave the processors to the browser. */
const shoppers = 8;
const settledWithinMs = 90_000;

/** The real platform with the real demo shop on its embedded cluster, and beside it workloads that are well and others that
 *  are not. Begins when there is something of every kind to see: requests to all services, purchases, metrics. */
export async function startScene(): Promise<Scene> {
  const platform = await startPlatform({ nodes: 1 });
  const { kubeconfig, images } = platform.kubernetes;
  const client = new Client({ kubeconfig });
  const stop = async () => {
    client.close();
    await platform.stop();
  };
  try {
    await writeImages(images, join(platform.dataFolder, "shop"));
    await deployShop({ client, otlpEndpoint: platform.otlpHttp, shoppers });
    await untilOpen(client, settledWithinMs);
    await fillHarbour(platform);
    await sendProfiles(platform.otlpHttp);
    await fillIncidents(platform);
    await eventually(() => requireLife(platform), settledWithinMs, 500);
  } catch (error) {
    await stop();
    throw error;
  }
  return { platform, stop };
}

const quarterHour = "from=now-15m&to=now";
export const purchases = `/api/traces?${quarterHour}&filter=${encodeURIComponent('service=payment name="POST /payments"')}`;

async function requireLife(platform: Platform): Promise<void> {
  const { services } = await platform.call<{ services: { rate: number }[] }>(`/api/services?${quarterHour}`);
  const { traces } = await platform.call<{ traces: { rootMissing: boolean }[] }>(purchases);
  const { metrics } = await platform.call<{ metrics: { name: string }[] }>(`/api/metrics?${quarterHour}`);
  const bought = traces.filter(({ rootMissing }) => !rootMissing).length;
  const measured = metrics.some(({ name }) => name === "http.server.request.duration");
  if (services.length < 7 || bought === 0 || !measured) {
    throw new Error(`The shop shows ${services.length} services and ${bought} purchases.`);
  }
}
