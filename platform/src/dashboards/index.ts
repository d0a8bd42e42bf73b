import { type Feature, handle } from "#kernel/feature.ts";
import type { ObjectAccess } from "#kubernetes/index.ts";
import * as api from "./api.ts";
import { deleted, found, list, saved } from "./kept.ts";

/** Dashboards: those that come with Naru are drawn by the console; people's own are kept in their clusters. */
export function dashboards(objects: ObjectAccess): Feature {
  return {
    name: "dashboards",
    operations: [
      handle(api.listDashboards, (input, { signal }) => list(objects, input.cluster, signal)),
      handle(api.getDashboard, (input, { signal }) => found(objects, input, signal)),
      handle(api.saveDashboard, (input, context) => saved(objects, input, context)),
      handle(api.deleteDashboard, (input, context) => deleted(objects, input, context)),
    ],
  };
}
