import { Page, Segments, SelectField, useUrlState } from "@naru/ui";
import type { ReactNode } from "react";
import { useText } from "../messages.ts";
import { ServiceChoice } from "../ServiceChoice.tsx";
import { CallTable } from "./CallTable.tsx";
import { RouteTable } from "./RouteTable.tsx";
import { StatementTable } from "./StatementTable.tsx";
import { UrlTable } from "./UrlTable.tsx";

const STATE = { of: "routes", order: "total", service: "" };
const REMEMBERED = { name: "top", keys: ["order"] } as const;
const ORDERS = ["total", "requests", "errors", "p95"] as const;

export interface TopTableProps {
  readonly service: string;
  readonly order: (typeof ORDERS)[number];
}

const TABLES: Readonly<Record<string, (props: TopTableProps) => ReactNode>> = {
  routes: RouteTable,
  urls: UrlTable,
  sql: StatementTable,
  calls: CallTable,
};
const SUBJECTS = ["routes", "urls", "sql", "calls"] as const;

/** What takes the time, is asked for most, or fails most: routes, URLs, SQL, calls. */
export default function TopPage() {
  const t = useText();
  const [{ of, order: asked, service }, change] = useUrlState(STATE, REMEMBERED);
  const order = ORDERS.find((each) => each === asked) ?? "total";
  const Table = TABLES[of] ?? RouteTable;
  return (
    <Page
      title={t("top")}
      actions={
        <>
          <Segments
            label={t("subject")}
            value={of}
            options={SUBJECTS.map((value) => ({ value, label: t(`of_${value}`) }))}
            onChange={(of) => change({ of })}
          />
          <SelectField
            label={t("order")}
            value={order}
            options={ORDERS.map((value) => ({ value, label: t(`by_${value}`) }))}
            onChange={(order) => change({ order })}
          />
          <ServiceChoice value={service} onChange={(service) => change({ service })} />
        </>
      }
    >
      <Table service={service} order={order} />
    </Page>
  );
}
