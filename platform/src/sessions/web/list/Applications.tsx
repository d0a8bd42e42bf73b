import { DataTable, pathTo } from "@naru/ui";
import type { ApplicationRow } from "../../api.ts";
import { useText } from "../messages.ts";
import { useApplicationColumns } from "./useApplicationColumns.tsx";

interface ApplicationsProps {
  readonly rows: readonly ApplicationRow[];
  /** When they were listed. */
  readonly at: number;
}

export function Applications({ rows, at }: ApplicationsProps) {
  const t = useText();
  const columns = useApplicationColumns(at);
  return (
    <DataTable
      label={t("applications")}
      rows={rows}
      columns={columns}
      keyOf={({ cluster, namespace, name }) => `${cluster}/${namespace}/${name}`}
      to={({ cluster, namespace, name }) => ({
        to: pathTo(pathTo(pathTo("/sessions", cluster), namespace), name),
      })}
    />
  );
}
