import {
  Age,
  Answer,
  Badge,
  Button,
  call,
  type Column,
  DataTable,
  Empty,
  formatDuration,
  LinkButton,
  Panel,
  TableSkeleton,
  useCall,
} from "@naru/ui";
import { listReceivers, type ReceiverRow, testReceiver } from "../api.ts";
import styles from "./Alerts.module.css";
import { useText } from "./messages.ts";
import { Problems } from "./Problems.tsx";
import { useWrite } from "./useWrite.ts";

/** Who is told, and how it went last. */
export function ReceiversPanel() {
  const t = useText();
  const columns = useReceiverColumns();
  const answer = useCall(listReceivers, {}, { live: "always" });
  return (
    <Answer of={answer} skeleton={<TableSkeleton />}>
      {({ receivers, problems }) => (
        <>
          <Problems problems={problems} />
          <Panel fill>
            {receivers.length === 0 ? (
              <Empty title={t("noReceivers")} actions={<LinkButton to="/apply">{t("applyYaml")}</LinkButton>}>
                <p>{t("noReceiversHelp")}</p>
              </Empty>
            ) : (
              <DataTable label={t("receivers")} rows={receivers} columns={columns} keyOf={({ key }) => key} />
            )}
          </Panel>
        </>
      )}
    </Answer>
  );
}

function TestButton({ receiver: { key } }: { readonly receiver: ReceiverRow }) {
  const t = useText();
  const { phase, start } = useWrite(() => call(testReceiver, { key }));
  const said =
    phase.name === "done"
      ? phase.answer.isSent
        ? t("testSent", { took: formatDuration(phase.answer.tookMs * 1e6) })
        : t("testFailed", { error: phase.answer.error })
      : phase.name === "failed"
        ? t("testFailed", { error: phase.error.message })
        : "";
  return (
    <span className={styles.what}>
      <Button small onClick={start} disabled={phase.name === "busy"}>
        {phase.name === "busy" ? t("testing") : t("test")}
      </Button>
      <span role="status" title={said}>
        {said}
      </span>
    </span>
  );
}

function useReceiverColumns(): readonly Column<ReceiverRow>[] {
  const t = useText();
  return [
    {
      id: "receiver",
      header: t("receiver"),
      width: "minmax(120px, 1fr)",
      cell: ({ namespace, config, name }) => (
        <span title={`${namespace}/${config}`}>
          <b>{name}</b>
        </span>
      ),
    },
    { id: "kind", header: t("kind"), width: "90px", above: 560, cell: ({ kind }) => kind },
    {
      id: "target",
      header: t("target"),
      width: "minmax(120px, 1fr)",
      above: 700,
      cell: ({ target }) => target,
    },
    {
      id: "last",
      header: t("outcome"),
      width: "minmax(130px, 2fr)",
      cell: ({ last }) =>
        last === null ? (
          t("never")
        ) : (
          <span className={styles.what} title={last.error}>
            <Badge tone={last.isSent ? "good" : "bad"}>{t(last.isSent ? "sent" : "failed")}</Badge>
            <Age at={last.time} />
            <span>{last.error}</span>
          </span>
        ),
    },
    {
      id: "test",
      header: t("test"),
      width: "minmax(90px, 1fr)",
      cell: (receiver) => <TestButton receiver={receiver} />,
    },
  ];
}
