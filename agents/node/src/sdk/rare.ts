import { createRequire } from "node:module";

/* Exporters that few programs ask for stand in files of their own, beside the agent's, so that the others need not load
 * them: gRPC alone takes longer to load than all the rest. `build/build.ts` makes them of the modules named here. */

const load = createRequire(import.meta.url);

export const loadGrpc = () => load("./exporters-grpc.cjs") as typeof import("./exporters-grpc.ts");
export const loadJson = () => load("./exporters-json.cjs") as typeof import("./exporters-json.ts");
export const loadPrometheus = () =>
  load("./exporters-prometheus.cjs") as typeof import("./exporters-prometheus.ts");
