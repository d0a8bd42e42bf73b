import { Age, type Column, formatInstant, useZone } from "@naru/ui";
import type { IncidentRow } from "../../api.ts";
import { lasting } from "../duration.ts";
import styles from "../Incidents.module.css";
import { KindMark, ServiceLine, StateMark } from "../marks.tsx";
import { useText } from "../messages.ts";
import { useConfidence, useSay } from "../words.ts";

export function useIncidentColumns(): readonly Column<IncidentRow>[] {
  const t = useText();
  const say = useSay();
  const confidence = useConfidence();
  const [zone] = useZone();
  return [
    {
      id: "headline",
      header: t("headline"),
      width: "minmax(190px, 4fr)",
      cell: ({ headline, state, verdict }) => (
        <span className={styles.headline} title={say(headline)}>
          <StateMark state={state} />
          <span>{say(headline)}</span>
          {verdict !== null && (
            <span className={styles.dim}>{t(verdict.outcome === "right" ? "right" : "wrong")}</span>
          )}
        </span>
      ),
    },
    {
      id: "services",
      header: t("services"),
      width: "minmax(140px, 2fr)",
      above: 900,
      cell: ({ services }) => <ServiceLine services={services} />,
    },
    {
      id: "kind",
      header: t("kind"),
      width: "150px",
      above: 620,
      cell: ({ cause }) => <KindMark kind={cause?.kind ?? "unknown"} />,
    },
    {
      id: "confidence",
      header: t("confidence"),
      width: "150px",
      above: 1080,
      cell: ({ cause }) => (cause === null ? "–" : confidence(cause.confidence)),
    },
    {
      id: "since",
      header: t("since"),
      width: "150px",
      above: 480,
      cell: ({ onset }) => formatInstant(onset, zone, "minute"),
    },
    {
      id: "lasted",
      header: t("lasted"),
      end: true,
      width: "90px",
      cell: ({ onset, endedAt }) => (endedAt === null ? <Age at={onset} /> : lasting(onset, endedAt)),
    },
    {
      id: "owner",
      header: t("owner"),
      width: "120px",
      above: 1240,
      cell: ({ acknowledgedBy }) => acknowledgedBy || "–",
    },
  ];
}
