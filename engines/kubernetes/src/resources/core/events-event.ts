import { builtin } from "../declare.ts";
import { eventColumns, involved } from "./event.ts";
import { eventView } from "./event-view.ts";

export const eventsEvent = builtin({
  group: "events.k8s.io",
  version: "v1",
  kind: "Event",
  plural: "events",
  shortNames: ["ev"],
  view: eventView,
  selectable: [...involved.map((field) => `regarding.${field}`), "reason", "reportingController", "type"],
  columns: eventColumns({
    object: "regarding",
    message: "note",
    source: "deprecatedSource",
    first: "deprecatedFirstTimestamp",
    last: "deprecatedLastTimestamp",
    count: "deprecatedCount",
  }),
});
