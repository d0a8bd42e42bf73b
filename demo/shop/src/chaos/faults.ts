import type { Fault } from "./fault.ts";
import { certificateEnding } from "./faults/certificate.ts";
import {
  cacheLost,
  eventLoopBlocked,
  memoryLeak,
  nPlusOne,
  retryStorm,
  slowDependency,
} from "./faults/code.ts";
import { databaseDown, missingIndex } from "./faults/database.ts";
import { diskFull } from "./faults/disk.ts";
import { badPod, cpuStarved, dependencyDown, nodeGone } from "./faults/machines.ts";
import { loadSurge, outsidePartyDown, quiet, slowOutsideParty } from "./faults/outside.ts";
import { badImage, crashLoop, failingReadiness } from "./faults/rollouts.ts";
import { tinyPool, wrongConfig, wrongSecret, wrongTimeout } from "./faults/settings.ts";

export const faults: readonly Fault[] = [
  tinyPool,
  nPlusOne,
  missingIndex,
  slowOutsideParty,
  outsidePartyDown,
  wrongConfig,
  wrongTimeout,
  wrongSecret,
  dependencyDown,
  databaseDown,
  slowDependency,
  badImage,
  failingReadiness,
  crashLoop,
  memoryLeak,
  diskFull,
  eventLoopBlocked,
  retryStorm,
  cacheLost,
  badPod,
  cpuStarved,
  nodeGone,
  certificateEnding,
  loadSurge,
  quiet,
];
