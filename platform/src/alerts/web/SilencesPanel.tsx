import {
  Age,
  Answer,
  Badge,
  Button,
  call,
  type Column,
  DataTable,
  Empty,
  formatInstant,
  formatInteger,
  Panel,
  TableSkeleton,
  useCall,
  useZone,
} from "@naru/ui";
import { useState } from "react";
import { expireSilence, listSilences, type SilenceRow } from "../api.ts";
import styles from "./Alerts.module.css";
import { useText } from "./messages.ts";
import { SilenceDialog } from "./SilenceDialog.tsx";
import { useWrite } from "./useWrite.ts";

export function SilencesPanel() {
  const t = useText();
  const columns = useSilenceColumns();
  const [isMaking, setMaking] = useState(false);
  const answer = useCall(listSilences, {}, { live: "always" });
  return (
    <Panel fill actions={<Button onClick={() => setMaking(true)}>{t("newSilence")}</Button>}>
      <Answer of={answer} skeleton={<TableSkeleton />}>
        {({ silences }) =>
          silences.length === 0 ? (
            <Empty title={t("noSilences")}>
              <p>{t("noSilencesHelp")}</p>
            </Empty>
          ) : (
            <DataTable label={t("silences")} rows={silences} columns={columns} keyOf={({ id }) => id} />
          )
        }
      </Answer>
      {isMaking && <SilenceDialog conditions="" onClose={() => setMaking(false)} />}
    </Panel>
  );
}

function EndButton({ silence: { id, state } }: { readonly silence: SilenceRow }) {
  const t = useText();
  const { phase, start } = useWrite(() => call(expireSilence, { id }));
  if (state === "expired") return null;
  return (
    <Button small onClick={start} disabled={phase.name === "busy"}>
      {t("end")}
    </Button>
  );
}

const stateTones = { active: "accent", pending: "plain", expired: "plain" } as const;
const stateWords = { active: "inForce", pending: "later", expired: "over" } as const;

function useSilenceColumns(): readonly Column<SilenceRow>[] {
  const t = useText();
  const [zone] = useZone();
  return [
    {
      id: "matchers",
      header: t("matchers"),
      width: "minmax(180px, 3fr)",
      cell: ({ matchers }) => {
        const text = matchers.map(({ name, operator, value }) => `${name}${operator}${value}`).join("  ");
        return (
          <span className={styles.labels} title={text}>
            {text}
          </span>
        );
      },
    },
    {
      id: "state",
      header: t("state"),
      width: "100px",
      cell: ({ state }) => <Badge tone={stateTones[state]}>{t(stateWords[state])}</Badge>,
    },
    {
      id: "alerts",
      header: t("alertCount"),
      end: true,
      width: "76px",
      above: 620,
      cell: ({ alerts }) => formatInteger(alerts),
    },
    {
      id: "comment",
      header: t("comment"),
      width: "minmax(120px, 2fr)",
      above: 760,
      cell: ({ comment }) => comment || "–",
    },
    { id: "by", header: t("by"), width: "110px", above: 860, cell: ({ createdBy }) => createdBy || "–" },
    {
      id: "since",
      header: t("since"),
      width: "90px",
      above: 980,
      cell: ({ startsAt }) => <Age at={startsAt} />,
    },
    {
      id: "until",
      header: t("until"),
      width: "160px",
      above: 560,
      cell: ({ endsAt }) => formatInstant(endsAt, zone),
    },
    { id: "end", header: t("ends"), width: "86px", cell: (silence) => <EndButton silence={silence} /> },
  ];
}
