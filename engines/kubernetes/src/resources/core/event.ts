import type { KubeObject } from "../../object.ts";
import { column, nameOf, wide } from "../cells.ts";
import { builtin } from "../declare.ts";
import { age } from "../duration.ts";
import type { Column } from "../resource.ts";
import { at, fields, number, present, text } from "../values.ts";

/** Where the two forms of an event have the same things. */
interface Form {
  readonly object: string;
  readonly message: string;
  readonly source: string;
  readonly first: string;
  readonly last: string;
  readonly count: string;
}

const first = (form: Form) => (event: KubeObject, now: number) =>
  age(present(event[form.first]) ? event[form.first] : event["eventTime"], now);

const last = (form: Form) => (event: KubeObject, now: number) => {
  if (present(event["series"])) return age(at(event, "series", "lastObservedTime"), now);
  return present(event[form.last]) ? age(event[form.last], now) : first(form)(event, now);
};

const times = (form: Form) => (event: KubeObject) => {
  if (present(event["series"])) return number(at(event, "series", "count"));
  return number(event[form.count]) || 1;
};

const subject = (form: Form) => (event: KubeObject) => {
  const { kind, name } = fields(event[form.object]);
  const told = text(kind).toLowerCase();
  return text(name) === "" ? told : `${told}/${text(name)}`;
};

const source = (form: Form) => (event: KubeObject) => {
  const { component, host } = fields(event[form.source]);
  const who = text(component) || text(event["reportingComponent"]) || text(event["reportingController"]);
  const where = text(host) || text(event["reportingInstance"]);
  return where === "" ? who : `${who}, ${where}`;
};

export const eventColumns = (form: Form): readonly Column[] => [
  column("Last Seen", last(form)),
  column("Type", (event) => text(event["type"])),
  column("Reason", (event) => text(event["reason"])),
  column("Object", subject(form)),
  wide("Subobject", (event) => text(at(event, form.object, "fieldPath"))),
  wide("Source", source(form)),
  column("Message", (event) => text(event[form.message]).trim()),
  wide("First Seen", first(form)),
  wide("Count", times(form)),
  wide("Name", nameOf, { format: "name" }),
];

/** The fields of the object that an event tells of. */
export const involved = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"];

export const event = builtin({
  group: "",
  version: "v1",
  kind: "Event",
  plural: "events",
  shortNames: ["ev"],
  selectable: [
    ...involved.map((field) => `involvedObject.${field}`),
    "reason",
    "reportingComponent",
    "source",
    "type",
  ],
  columns: eventColumns({
    object: "involvedObject",
    message: "message",
    source: "source",
    first: "firstTimestamp",
    last: "lastTimestamp",
    count: "count",
  }),
});
