import { listApdexThresholds, setApdexThreshold } from "./apdex/api.ts";
import { topCalls } from "./calls/api.ts";
import { compare, explainDifference, listSides } from "./compare/api.ts";
import { getException, listExceptions } from "./exceptions/api.ts";
import { inFlight, inFlightHistory } from "./inflight/api.ts";
import { findPatterns } from "./patterns/api.ts";
import { serviceMap } from "./map/api.ts";
import {
  compareProfiles,
  getProfile,
  listProfiles,
  profileFilters,
  profileLines,
  profileOfSpan,
} from "./profiles/api.ts";
import { pulse } from "./pulse/api.ts";
import { topRoutes, topUrls } from "./routes/api.ts";
import { heatmap, listTransactions, scatter } from "./scatter/api.ts";
import { getStatement, repeatedStatements, topStatements } from "./statements/api.ts";
import { activeVisitors, dailyVisitors } from "./visitors/api.ts";

export { listApdexThresholds, setApdexThreshold } from "./apdex/api.ts";
export { type CallRow, topCalls } from "./calls/api.ts";
export {
  compare,
  type ComparedSide,
  explainDifference,
  type Explanation,
  type Finding,
  listSides,
} from "./compare/api.ts";
export { type ExceptionGroup, getException, listExceptions, type Occurrence } from "./exceptions/api.ts";
export { ageClasses, type InFlight, inFlight, inFlightHistory } from "./inflight/api.ts";
export { findPatterns, type Pattern } from "./patterns/api.ts";
export { type MapEdge, type MapNode, type NodeKind, serviceMap } from "./map/api.ts";
export {
  type ChangedFunction,
  compareProfiles,
  type FunctionRow,
  getProfile,
  type LineRow,
  listProfiles,
  type ProfileFrame,
  profileFilters,
  profileLines,
  profileOfSpan,
} from "./profiles/api.ts";
export { pulse, type PulseSeries } from "./pulse/api.ts";
export { type RouteRow, topRoutes, topUrls, type UrlRow } from "./routes/api.ts";
export { heatmap, listTransactions, scatter, type TransactionRow } from "./scatter/api.ts";
export { decodePoints, type Points } from "./scatter/points/api.ts";
export {
  getStatement,
  type RepeatedStatement,
  repeatedStatements,
  type StatementCaller,
  type StatementRow,
  type StatementRun,
  topStatements,
} from "./statements/api.ts";
export type { Axis } from "./shapes/api.ts";
export { activeVisitors, dailyVisitors } from "./visitors/api.ts";

export const apmOperations = [
  scatter,
  heatmap,
  listTransactions,
  findPatterns,
  inFlight,
  inFlightHistory,
  activeVisitors,
  dailyVisitors,
  pulse,
  listApdexThresholds,
  setApdexThreshold,
  topRoutes,
  topUrls,
  topStatements,
  repeatedStatements,
  getStatement,
  topCalls,
  serviceMap,
  compare,
  listSides,
  explainDifference,
  listExceptions,
  getException,
  listProfiles,
  profileFilters,
  getProfile,
  profileLines,
  compareProfiles,
  profileOfSpan,
] as const;
