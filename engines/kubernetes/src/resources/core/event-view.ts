import type { KubeObject } from "../../object.ts";
import { equal, get, isObject } from "../../patch/json.ts";
import type { Cause } from "../../status.ts";
import { Findings } from "../findings.ts";
import { at, number, present, text } from "../values.ts";
import type { View } from "../view.ts";
import { event } from "./event.ts";

/** What the fields of an event are called: in `v1`, and in `events.k8s.io/v1`. */
const names: readonly (readonly [core: string, events: string])[] = [
  ["involvedObject", "regarding"],
  ["message", "note"],
  ["source", "deprecatedSource"],
  ["firstTimestamp", "deprecatedFirstTimestamp"],
  ["lastTimestamp", "deprecatedLastTimestamp"],
  ["count", "deprecatedCount"],
  ["reportingComponent", "reportingController"],
];
const toEvents = new Map(names);
const toCore = new Map(names.map(([core, events]) => [events, core] as const));

const renamed = (object: KubeObject, to: ReadonlyMap<string, string>, apiVersion: string): KubeObject => {
  const entries = Object.entries(object).map(([field, value]) => [to.get(field) ?? field, value] as const);
  return { ...(Object.fromEntries(entries) as KubeObject), apiVersion };
};

/** An event of `events.k8s.io/v1` is one of `v1` with other names.
 *  Source: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */
export const eventView: View = {
  of: event,
  shows: (stored) => renamed(stored, toEvents, "events.k8s.io/v1"),
  stores: (shown) => renamed(shown, toCore, "v1"),
  check: (shown, before) => (before ? changes(shown, before) : news(shown)),
};

/** Source: Kubernetes' pkg/apis/core/validation/events.go */
function news(event: KubeObject): readonly Cause[] {
  const found = new Findings();
  for (const field of ["eventTime", "reportingController", "reportingInstance", "action", "reason"]) {
    if (text(event[field]) === "") found.required(field);
  }
  const type = text(event["type"]);
  if (type !== "Normal" && type !== "Warning") found.invalid("type", "", `has invalid value: ${type}`);
  checkLengths(event, found);
  checkSeries(event, found);
  for (const [, field] of names.filter(([, name]) => name.startsWith("deprecated"))) {
    if (isGiven(event[field])) found.invalid(field, "", "needs to be unset");
  }
  return found.causes;
}

const isGiven = (value: unknown) => (isObject(value) ? Object.keys(value).length > 0 : Boolean(value));

const longest = { reportingInstance: 128, action: 128, reason: 128, note: 1024 };

function checkLengths(event: KubeObject, found: Findings): void {
  for (const [field, most] of Object.entries(longest)) {
    if (Buffer.byteLength(text(event[field])) > most)
      found.invalid(field, "", `can have at most ${most} characters`);
  }
}

function checkSeries(event: KubeObject, found: Findings): void {
  if (!present(event["series"])) return;
  if (number(at(event, "series", "count")) < 2) found.invalid("series.count", "", "should be at least 2");
  if (text(at(event, "series", "lastObservedTime")) === "") found.required("series.lastObservedTime");
}

const fixed = [
  ...names.map(([, field]) => field),
  "reason",
  "type",
  "action",
  "related",
  "reportingInstance",
  "eventTime",
];

/** Of an event that was told, only its series goes on. */
function changes(event: KubeObject, before: KubeObject): readonly Cause[] {
  const found = new Findings();
  if (!equal(event["series"], before["series"])) checkSeries(event, found);
  for (const field of fixed) {
    const value = get(event, field);
    if (!equal(value ?? null, get(before, field) ?? null)) found.invalid(field, value, "field is immutable");
  }
  return found.causes;
}
