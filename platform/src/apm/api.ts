import { inFlight, inFlightHistory } from "./inflight/api.ts";
import { pulse } from "./pulse/api.ts";
import { heatmap, listTransactions, scatter } from "./scatter/api.ts";
import { activeVisitors, dailyVisitors } from "./visitors/api.ts";

export { ageClasses, type InFlight, inFlight, inFlightHistory } from "./inflight/api.ts";
export { pulse, type PulseSeries } from "./pulse/api.ts";
export { heatmap, listTransactions, scatter, type TransactionRow } from "./scatter/api.ts";
export { decodePoints, type Points } from "./scatter/points/api.ts";
export type { Axis } from "./shapes/api.ts";
export { activeVisitors, dailyVisitors } from "./visitors/api.ts";

export const apmOperations = [
  scatter,
  heatmap,
  listTransactions,
  inFlight,
  inFlightHistory,
  activeVisitors,
  dailyVisitors,
  pulse,
] as const;
