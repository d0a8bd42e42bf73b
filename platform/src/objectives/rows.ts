import type { Read } from "#telemetry/query/index.ts";
import type { ObjectiveRow } from "./api.ts";
import { type Declared, placeOf } from "./kept.ts";
import { standings } from "./measure.ts";

/** What is declared, with how it stood at a moment. */
export async function rowsOf(
  read: Read,
  declared: readonly Declared[],
  now: number,
): Promise<ObjectiveRow[]> {
  const measured = await standings(
    read,
    declared.map(({ objective }) => objective),
    now,
  );
  return declared.flatMap(({ objective, kept }, i) => {
    const standing = measured[i];
    return standing === undefined ? [] : [{ ...placeOf(kept), objective, standing }];
  });
}
