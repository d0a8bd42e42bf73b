import { Badge, Bar, type Column, formatAge, formatBytes, formatInteger, formatRate } from "@naru/ui";
import type { StoreRow } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "../Sessions.module.css";

const figure = (value: number | null, format: (value: number) => string) =>
  value === null ? "–" : format(value);

/** @param at  when they were listed */
export function useStoreColumns(at: number): readonly Column<StoreRow>[] {
  const t = useText();
  return [
    {
      id: "store",
      header: t("store"),
      width: "minmax(120px, 1.4fr)",
      cell: ({ name, addresses }) => (
        <span title={addresses.join(", ")}>
          <b>{name}</b> <span className={styles.dim}>{addresses[0]}</span>
        </span>
      ),
    },
    {
      id: "state",
      header: t("state"),
      width: "minmax(108px, 1fr)",
      cell: ({ isUp, message, awaySince }) => (
        <span title={message}>
          <Badge tone={isUp ? "good" : "bad"}>{isUp ? t("up") : t("down")}</Badge>
          {awaySince !== null && ` ${formatAge(at - awaySince)}`}
        </span>
      ),
    },
    {
      id: "product",
      header: t("server"),
      width: "minmax(190px, 1.2fr)",
      above: 900,
      cell: ({ product, version, kind, isEmbedded }) =>
        [
          isEmbedded ? t("embedded") : t(`kind_${kind}`),
          product.replace("naru-valkey-engine", "Valkey"),
          version,
        ]
          .filter(Boolean)
          .join(" · "),
    },
    {
      id: "memory",
      header: t("memory"),
      width: "minmax(110px, 180px)",
      above: 480,
      cell: ({ usedBytes, limitBytes }) =>
        limitBytes === null || usedBytes === null ? (
          figure(usedBytes, formatBytes)
        ) : (
          <Bar
            share={Math.min(1, usedBytes / limitBytes)}
            tone={usedBytes > 0.9 * limitBytes ? "bad" : "accent"}
          >
            {formatBytes(usedBytes)}
          </Bar>
        ),
    },
    {
      id: "commands",
      header: t("commands"),
      end: true,
      width: "96px",
      above: 760,
      cell: ({ commandsPerSecond }) => figure(commandsPerSecond, formatRate),
    },
    {
      id: "clients",
      header: t("clients"),
      end: true,
      width: "84px",
      above: 1000,
      cell: ({ clients }) => figure(clients, formatInteger),
    },
    {
      id: "replicas",
      header: t("replicas"),
      end: true,
      width: "84px",
      above: 1000,
      cell: ({ replicas }) => figure(replicas, formatInteger),
    },
    {
      id: "evicted",
      header: t("evicted"),
      end: true,
      width: "84px",
      above: 620,
      cell: ({ evicted }) => <span title={t("evictedHelp")}>{figure(evicted, formatInteger)}</span>,
    },
    {
      id: "durable",
      header: t("durable"),
      width: "96px",
      above: 900,
      cell: ({ isDurable }) =>
        isDurable === null ? "–" : isDurable ? t("yes") : <Badge tone="warn">{t("no")}</Badge>,
    },
  ];
}
