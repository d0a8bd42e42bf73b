import { createRequire } from "node:module";
import type * as grpc from "./exporters-grpc.ts";
import type * as json from "./exporters-json.ts";
import type * as prometheus from "./exporters-prometheus.ts";

/* Exporters that few programs ask for stand in files of their own, beside the agent's, so that the others need not load
 * them: gRPC alone takes longer to load than all the rest. `build/build.ts` makes them of the modules named here. */

const load = createRequire(import.meta.url);

export const loadGrpc = () => load("./exporters-grpc.cjs") as typeof grpc;
export const loadJson = () => load("./exporters-json.cjs") as typeof json;
export const loadPrometheus = () => load("./exporters-prometheus.cjs") as typeof prometheus;
