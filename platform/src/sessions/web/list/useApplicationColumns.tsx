import { Age, type Column, formatBytes, formatInteger } from "@naru/ui";
import type { ApplicationRow } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "../Sessions.module.css";

/** @param at  when they were listed */
export function useApplicationColumns(at: number): readonly Column<ApplicationRow>[] {
  const t = useText();
  return [
    {
      id: "application",
      header: t("application"),
      width: "minmax(120px, 2fr)",
      value: ({ name }) => name,
      cell: ({ name }) => <b>{name}</b>,
    },
    {
      id: "namespace",
      header: t("namespace"),
      width: "minmax(90px, 1fr)",
      above: 620,
      value: ({ namespace }) => namespace,
      cell: ({ namespace }) => namespace,
    },
    { id: "cluster", header: t("cluster"), width: "96px", above: 1000, cell: ({ cluster }) => cluster },
    { id: "library", header: t("library"), width: "128px", above: 900, cell: ({ layout }) => layout },
    { id: "store", header: t("store"), width: "96px", above: 900, cell: ({ store }) => store },
    {
      id: "sessions",
      header: t("sessions"),
      end: true,
      width: "104px",
      value: ({ census }) => census?.sessions ?? null,
      cell: ({ census }) =>
        census === null ? (
          <span className={styles.dim}>{t("notCounted")}</span>
        ) : (
          `${census.isPartial ? "≥ " : ""}${formatInteger(census.sessions)}`
        ),
    },
    {
      id: "signedIn",
      header: t("signedIn"),
      end: true,
      width: "104px",
      value: ({ census }) => census?.signedIn ?? null,
      cell: ({ census }) => (census === null ? "–" : formatInteger(census.signedIn)),
    },
    {
      id: "memory",
      header: t("memory"),
      end: true,
      width: "96px",
      above: 760,
      value: ({ census }) => census?.bytes ?? null,
      cell: ({ census }) => (census === null ? "–" : formatBytes(census.bytes)),
    },
    {
      id: "counted",
      header: t("countedAt"),
      end: true,
      width: "96px",
      above: 1000,
      cell: ({ census }) => (census === null ? "–" : <Age at={Math.min(census.at, at)} />),
    },
  ];
}
