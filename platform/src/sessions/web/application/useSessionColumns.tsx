import { Age, Button, type Column, formatAge, formatBytes, PageLink } from "@naru/ui";
import { ofUser } from "#telemetry/query/web/index.ts";
import type { SessionRow } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "../Sessions.module.css";

/** @param at  when they were found */
export function useSessionColumns(
  at: number,
  onEnd: (session: SessionRow) => void,
): readonly Column<SessionRow>[] {
  const t = useText();
  return [
    { id: "session", header: t("session"), width: "96px", cell: ({ masked }) => <code>{masked}</code> },
    {
      id: "user",
      header: t("user"),
      width: "minmax(110px, 1fr)",
      value: ({ user }) => user ?? "",
      cell: ({ user }) =>
        user === null ? (
          <span className={styles.dim}>{t("nobody")}</span>
        ) : (
          <PageLink to="/traces" search={{ filter: ofUser(user) }} title={t("itsTraces")}>
            {user}
          </PageLink>
        ),
    },
    {
      id: "used",
      header: t("lastSeen"),
      end: true,
      width: "88px",
      above: 480,
      value: ({ lastSeenAt }) => lastSeenAt,
      cell: ({ lastSeenAt }) => (lastSeenAt === null ? "–" : <Age at={lastSeenAt} />),
    },
    {
      id: "began",
      header: t("began"),
      end: true,
      width: "88px",
      above: 900,
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => (createdAt === null ? "–" : <Age at={createdAt} />),
    },
    {
      id: "expires",
      header: t("expires"),
      end: true,
      width: "88px",
      above: 760,
      value: ({ expiresAt }) => expiresAt,
      cell: ({ expiresAt }) => (expiresAt === null ? t("never") : formatAge(expiresAt - at)),
    },
    {
      id: "bytes",
      header: t("bytes"),
      end: true,
      width: "80px",
      above: 620,
      value: ({ bytes }) => bytes,
      cell: ({ bytes }) => formatBytes(bytes),
    },
    {
      id: "end",
      header: "",
      end: true,
      width: "84px",
      cell: (session) => <Button onClick={() => onEnd(session)}>{t("end")}…</Button>,
    },
  ];
}
