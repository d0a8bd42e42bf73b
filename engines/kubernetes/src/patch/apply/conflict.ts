import { ApiError } from "../../status.ts";
import type { Cause } from "../../status.ts";
import { pathsOf } from "./fields.ts";
import type { FieldSet } from "./fields.ts";
import type { Manager } from "./managers.ts";
import { pathText } from "./step.ts";

/** What an apply would change that somebody else manages. */
export interface Conflict {
  readonly with: Manager;
  readonly fields: FieldSet;
}

export function causesOf(conflicts: readonly Conflict[]): Cause[] {
  return conflicts.flatMap((conflict) =>
    fieldsIn(conflict).map((field) => ({
      reason: "FieldManagerConflict",
      message: `conflict with ${nameOf(conflict.with)}`,
      field,
    })),
  );
}

/** Says it as `kubectl apply --server-side` shows it. */
export function conflictError(conflicts: readonly Conflict[]): ApiError {
  const causes = causesOf(conflicts);
  const [first] = causes;
  const message =
    causes.length === 1 && first !== undefined
      ? `Apply failed with 1 conflict: ${first.message}: ${first.field}`
      : `Apply failed with ${causes.length} conflicts: ${conflicts.map(paragraph).join("\n")}`;
  return new ApiError("Conflict", message, { causes });
}

function paragraph(conflict: Conflict): string {
  const fields = fieldsIn(conflict).map((field) => `- ${field}`);
  return [`conflicts with ${nameOf(conflict.with)}:`, ...fields].join("\n");
}

function fieldsIn({ fields }: Conflict): string[] {
  return [...pathsOf(fields)].map(pathText);
}

function nameOf({ manager, operation, apiVersion, subresource }: Manager): string {
  const name = JSON.stringify(manager);
  const part = subresource === undefined ? "" : ` with subresource ${JSON.stringify(subresource)}`;
  return operation === "Update" ? `${name}${part} using ${apiVersion}` : `${name}${part}`;
}
