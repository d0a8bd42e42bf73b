import type { Happening, IncidentDetail } from "../../api.ts";

/** Something on the timeline. */
export type Entry =
  | { readonly at: number; readonly of: "onset" }
  | { readonly at: number; readonly of: "symptom"; readonly symptom: IncidentDetail["symptoms"][number] }
  | { readonly at: number; readonly of: "change"; readonly change: IncidentDetail["changes"][number] }
  | { readonly at: number; readonly of: "happening"; readonly happening: Happening };

export interface Course {
  /** Null: it is not known. */
  readonly onset: number | null;
  readonly symptoms: IncidentDetail["symptoms"];
  readonly changes: IncidentDetail["changes"];
  readonly happenings: readonly Happening[];
}

const order = { change: 0, onset: 1, symptom: 2, happening: 3 } as const;

/** Changes, the onset, symptoms and what became of it, on one axis; at the same moment in that order. */
export function courseOf({ onset, symptoms, changes, happenings }: Course): Entry[] {
  return [
    ...(onset === null ? [] : [{ at: onset, of: "onset" as const }]),
    ...symptoms.map((symptom) => ({ at: symptom.at, of: "symptom" as const, symptom })),
    ...changes.map((change) => ({ at: change.at, of: "change" as const, change })),
    ...happenings.map((happening) => ({ at: happening.at, of: "happening" as const, happening })),
  ].toSorted((a, b) => a.at - b.at || order[a.of] - order[b.of]);
}

/** Of a long course what tells most: suspected changes, the onset, the strongest symptoms, what people did. */
export function shortened(course: readonly Entry[], most: number): Entry[] {
  if (course.length <= most) return [...course];
  const kept = new Set(course.toSorted((a, b) => weight(b) - weight(a)).slice(0, most));
  return course.filter((entry) => kept.has(entry));
}

function weight(entry: Entry): number {
  if (entry.of === "onset") return 1000;
  if (entry.of === "happening") return 500;
  if (entry.of === "change") return entry.change.isSuspect ? 900 : 1;
  return entry.symptom.strength;
}
