import { join } from "node:path";
import { Client } from "@naru/kubernetes";
import { deployShop, writeImages } from "@naru/shop";
import { Laboratory } from "@naru/shop/chaos";
import { startPlatform } from "@naru/testkit";
import { diagnose } from "../diagnose.ts";
import type { Site } from "./cases.ts";
import { untilSettled } from "./workloads.ts";

export interface Demo extends Site {
  /** Stops the platform with its cluster and removes their folder. */
  stop(): Promise<void>;
}

const settledWithinMs = 300_000;

/** What `./naru up --demo` starts, on a data folder and ports of its own.
 *  @param nodes  of the embedded cluster
 *  @throws Error when the shop does not open; AbortError */
export async function startDemo(nodes: number, signal: AbortSignal): Promise<Demo> {
  const platform = await startPlatform({ nodes, settings: { NARU_STATE_METRICS_INTERVAL: "15s" } });
  const { kubeconfig, images } = platform.kubernetes;
  const client = new Client({ kubeconfig });
  const stop = async () => {
    client.close();
    await platform.stop();
  };
  const settled = () => untilSettled(client, { namespace: "shop", withinMs: settledWithinMs, signal });
  try {
    signal.throwIfAborted();
    await writeImages(images, join(platform.dataFolder, "shop"));
    await deployShop({ client, otlpEndpoint: platform.otlpHttp });
    await settled();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    laboratory: new Laboratory({ client, folder: join(platform.dataFolder, "chaos") }),
    settled,
    ask: (window) => diagnose(platform, window, []),
    stop,
  };
}
