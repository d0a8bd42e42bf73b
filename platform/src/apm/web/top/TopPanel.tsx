import { Answer, Empty, Panel, TableSkeleton } from "@naru/ui";
import type { ComponentProps, ReactNode } from "react";
import { useText } from "../messages.ts";

interface TopPanelProps<D, R> {
  readonly of: ComponentProps<typeof Answer<D>>["of"];
  readonly rowsOf: (data: D) => readonly R[];
  /** What to do when there is nothing. */
  readonly help?: string;
  readonly children: (rows: readonly R[]) => ReactNode;
}

/** One of the page's tables in each state of its answer. */
export function TopPanel<D, R>({ of, rowsOf, help, children }: TopPanelProps<D, R>) {
  const t = useText();
  return (
    <Panel fill>
      <Answer of={of} skeleton={<TableSkeleton />}>
        {(data) => {
          const rows = rowsOf(data);
          return rows.length === 0 ? (
            <Empty title={t("nothing")}>
              <p>{help ?? t("nothingHelp")}</p>
            </Empty>
          ) : (
            children(rows)
          );
        }}
      </Answer>
    </Panel>
  );
}
