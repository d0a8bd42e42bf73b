import type { ConsoleFeature } from "@naru/ui";
import { ingestWeb } from "@naru/platform/telemetry/ingest/web/index.ts";
import { queryWeb } from "@naru/platform/telemetry/query/web/index.ts";

/** What each feature shows, in the order of the navigation. */
const features: readonly ConsoleFeature[] = [queryWeb, ingestWeb];

export const navigation = features.flatMap((feature) => feature.navigation);
export const pages = features.flatMap((feature) => feature.pages);
