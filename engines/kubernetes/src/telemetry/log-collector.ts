import type { RunLog } from "../kubelet/context.ts";
import type { Store } from "../store/store.ts";
import { LogShipper, type OtlpDestination } from "./log-shipper.ts";
import { ownersIn } from "./owners.ts";
import { podAttributes } from "./pod-attributes.ts";

/** `kubectl annotate pod … fluentbit.io/exclude=true`: a pod that sends its logs itself, as collectors know it. */
const exclude = "fluentbit.io/exclude";
export interface LogCollector {
  collect(log: RunLog): void;
  stop(): void;
}

/** Sends the output of every container as OTLP logs that say which object it belongs to. */
export function logCollector(store: Store, destination: OtlpDestination): LogCollector {
  const shipper = new LogShipper(destination);
  return {
    collect: ({ pod, container, attempt, path, ended }) => {
      if (pod.metadata.annotations?.[exclude] === "true") return;
      const resource = podAttributes(pod, container, ownersIn(store, pod), attempt);
      // A log that can't be read is told by `kubectl logs` to whoever asks.
      void shipper.ship({ path, resource, ended }).catch(() => undefined);
    },
    stop: () => shipper.stop(),
  };
}
