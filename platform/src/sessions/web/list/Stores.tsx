import { DataTable } from "@naru/ui";
import type { StoreRow } from "../../api.ts";
import { useText } from "../messages.ts";
import { useStoreColumns } from "./useStoreColumns.tsx";

interface StoresProps {
  readonly rows: readonly StoreRow[];
  /** When they were listed. */
  readonly at: number;
}

export function Stores({ rows, at }: StoresProps) {
  const t = useText();
  const columns = useStoreColumns(at);
  return <DataTable label={t("stores")} rows={rows} columns={columns} keyOf={({ name }) => name} />;
}
