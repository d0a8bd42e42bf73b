import type { Client } from "../controllers/client.ts";
import type { Clock } from "../controllers/clock.ts";
import type { Record as RecordEvent } from "../controllers/events.ts";
import type { AddressPool } from "../network/addresses.ts";
import type { Ports } from "../network/ports.ts";
import type { Runtime } from "../runtime/index.ts";
import type { OtlpDestination } from "../telemetry/log-shipper.ts";
import type { Container, Pod } from "./pod.ts";

/** The log of one run of a container, as it begins. */
export interface RunLog {
  readonly pod: Pod;
  readonly container: Container;
  /** How many runs came before. */
  readonly attempt: number;
  readonly path: string;
  /** Resolves when the run is over. */
  readonly ended: Promise<void>;
}

/** What the pods of one node share. */
export interface NodeContext {
  readonly nodeName: string;
  readonly hostIP: string;
  /** Of its pods: volumes, logs. */
  readonly folder: string;
  /** Image stores, in the order in which they are asked. */
  readonly images: readonly string[];
  readonly client: Client;
  readonly clock: Clock;
  readonly runtime: Runtime;
  readonly record: RecordEvent;
  readonly ports: Ports;
  readonly addresses: AddressPool;
  /** Cores of cpu, bytes of memory. */
  readonly allocatable: Readonly<Record<string, number>>;
  /** A token of the pod's ServiceAccount.
   *  @param audience  the API itself when undefined */
  readonly issueToken: (pod: Pod, audience: string | undefined, seconds: number) => Promise<string>;
  /** Names of services as a pod's /etc/hosts has them, one `address names…` a line. */
  readonly serviceHosts: (namespace: string) => string;
  /** Told of every run, to send its log somewhere. */
  readonly collectLog?: (log: RunLog) => void;
  /** Where programs are told to send their telemetry, and what lets them in there. */
  readonly otlp?: OtlpDestination | undefined;
  /** By which programs find the API: `KUBERNETES_SERVICE_HOST`, `KUBERNETES_SERVICE_PORT`. */
  readonly apiEnvironment: Readonly<Record<string, string>>;
}
