import { expect, test } from "vitest";
import type { IncidentDetail } from "../../api.ts";
import { sick, symptom } from "../../fixture.ts";
import { courseOf, shortened } from "./course.ts";

const at = Date.parse("2026-11-21T09:00:00Z");
const { changes, symptoms } = sick("payment", at);
const happenings: IncidentDetail["happenings"] = [
  { at: at + 20_000, kind: "opened", by: "", text: "", values: {} },
];

test("a course goes from the change over the onset and the symptoms to what became of it", () => {
  const course = courseOf({ onset: at, symptoms, changes, happenings });
  expect(course.map(({ of }) => of)).toEqual([
    "change",
    "onset",
    "symptom",
    "symptom",
    "symptom",
    "happening",
  ]);
});

test("a long one keeps the suspected change, the onset and the strongest symptoms, in order", () => {
  const many = Array.from({ length: 100 }, (_, i) => symptom(`s${i}`, at + i, { strength: i }));
  const course = shortened(courseOf({ onset: at, symptoms: many, changes, happenings }), 10);
  expect(course).toHaveLength(10);
  expect(course.map(({ of }) => of).slice(0, 2)).toEqual(["change", "onset"]);
  expect(course.at(-1)).toMatchObject({ of: "happening" });
  expect(course).toEqual(course.toSorted((a, b) => a.at - b.at));
});
