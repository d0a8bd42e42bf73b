import { DataTable } from "@naru/ui";
import type { ApplicationRow } from "../../api.ts";
import { useText } from "../messages.ts";
import { targetOf } from "../target.ts";
import { useApplicationColumns } from "./useApplicationColumns.tsx";

interface ApplicationsProps {
  readonly rows: readonly ApplicationRow[];
  /** Whose sessions each leads to; empty: anybody's. */
  readonly user: string;
  /** When they were listed. */
  readonly at: number;
}

export function Applications({ rows, user, at }: ApplicationsProps) {
  const t = useText();
  const columns = useApplicationColumns(at);
  return (
    <DataTable
      label={t("applications")}
      rows={rows}
      columns={columns}
      keyOf={({ cluster, namespace, name }) => `${cluster}/${namespace}/${name}`}
      to={(application) => targetOf(application, user)}
    />
  );
}
