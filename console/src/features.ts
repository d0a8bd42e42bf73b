import type { ConsoleFeature } from "@naru/ui";
import { alertsWeb } from "@naru/platform/alerts/web/index.ts";
import { apmWeb } from "@naru/platform/apm/web/index.ts";
import { dashboardsWeb } from "@naru/platform/dashboards/web/index.ts";
import { objectivesWeb } from "@naru/platform/objectives/web/index.ts";
import { scalingWeb } from "@naru/platform/scaling/web/index.ts";
import { sessionsWeb } from "@naru/platform/sessions/web/index.ts";
import { ingestWeb } from "@naru/platform/telemetry/ingest/web/index.ts";
import { kubernetesWeb } from "@naru/platform/kubernetes/web/index.ts";
import { queryWeb } from "@naru/platform/telemetry/query/web/index.ts";
import { incidentsWeb } from "@naru/platform/vibeops/incidents/web/index.ts";

/** What each feature shows, in the order of the navigation. */
const features: readonly ConsoleFeature[] = [
  incidentsWeb,
  apmWeb,
  sessionsWeb,
  scalingWeb,
  alertsWeb,
  objectivesWeb,
  queryWeb,
  dashboardsWeb,
  ingestWeb,
  kubernetesWeb,
];

/** Entries under the title that they stand below. */
export const navigationGroups = features.map(({ title, navigation }) => ({ title, navigation }));
export const navigation = features.flatMap((feature) => feature.navigation);
export const topBar = features.flatMap(({ topBar = [] }) => topBar);
export const pages = features.flatMap((feature) => feature.pages);
export const contributions = features.flatMap(({ contributions = [] }) => contributions);
