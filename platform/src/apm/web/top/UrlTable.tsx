import {
  type Column,
  condition,
  DataTable,
  formatDuration,
  formatInteger,
  ServiceName,
  useCall,
  useTimeRange,
} from "@naru/ui";
import { topUrls, type UrlRow } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "./Top.module.css";
import { TopPanel } from "./TopPanel.tsx";
import type { TopTableProps } from "./TopPage.tsx";

/** The first ones by how often they are asked for; the order chosen sorts them. */
export function UrlTable({ service, order }: TopTableProps) {
  const t = useText();
  const { range } = useTimeRange();
  const urlColumns = useUrlColumns();
  const answer = useCall(topUrls, { ...range, service }, { live: true });
  return (
    <TopPanel of={answer} rowsOf={({ urls }) => urls}>
      {(rows) => (
        <DataTable
          label={t("of_urls")}
          rows={rows}
          order={order === "p95" || order === "errors" ? `-${order}` : "-requests"}
          columns={urlColumns}
          keyOf={({ service, url }) => `${service} ${url}`}
          to={({ service, url }) => ({ to: "/live", search: { service, filter: ofUrl(url) } })}
        />
      )}
    </TopPanel>
  );
}

/** Older conventions have another name for it. */
const ofUrl = (url: string) =>
  `(${condition("url.path", "=", url)} OR ${condition("http.target", "=", url)})`;

function useUrlColumns(): readonly Column<UrlRow>[] {
  const t = useText();
  return [
    {
      id: "url",
      header: "URL",
      width: "minmax(180px, 2fr)",
      cell: ({ service, url }) => (
        <span className={styles.name}>
          <ServiceName name={service} />
          <span>{url}</span>
        </span>
      ),
    },
    {
      id: "requests",
      header: t("requests"),
      end: true,
      width: "110px",
      value: ({ requests }) => requests,
      cell: ({ requests }) => formatInteger(requests),
    },
    {
      id: "errors",
      header: t("errors"),
      end: true,
      width: "90px",
      value: ({ errors }) => errors,
      cell: ({ errors }) => (
        <span className={errors > 0 ? styles.bad : styles.quiet}>{formatInteger(errors)}</span>
      ),
    },
    {
      id: "p95",
      header: "p95",
      end: true,
      width: "96px",
      value: ({ p95Nano }) => p95Nano,
      cell: ({ p95Nano }) => formatDuration(p95Nano),
    },
  ];
}
