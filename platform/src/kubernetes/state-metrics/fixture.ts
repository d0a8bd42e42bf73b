import type { WriteSeries } from "@naru/remote-write";
import type { Sample } from "./sample.ts";

const text = (labels: readonly (readonly [string, string])[]) =>
  labels
    .filter(([, value]) => value !== "")
    .map(([key, value]) => `${key}="${value}"`)
    .join(",");

/** As Prometheus prints them: `kube_pod_info{pod="cart-1"} 1`.
 *  @param pattern  of the names that are wanted */
export const printed = (samples: readonly Sample[], pattern = /./): string[] =>
  samples
    .filter(({ name }) => pattern.test(name))
    .map(({ name, labels, value }) => `${name}{${text(Object.entries(labels))}} ${value}`);

/** `kube_pod_info{pod="cart-1"} stale @ 1000` */
export const written = (series: readonly WriteSeries[]): string[] =>
  series.map(({ labels: [name, ...labels], samples: [sample] }) => {
    return `${name?.[1]}{${text(labels)}} ${sample?.value} @ ${sample?.time}`;
  });
