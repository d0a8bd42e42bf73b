import { Answer, Dialog, TableSkeleton, useCall } from "@naru/ui";
import { useEffect, useRef } from "react";
import { logContext } from "../../api.ts";
import { LogLine } from "./LogLine.tsx";
import styles from "./Logs.module.css";
import { useText } from "./messages.ts";

const LOOK = { columns: [], wrap: true, words: [] };

interface LogContextProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** The lines before and after one line, from the same source. */
export function LogContext({ id, onClose }: LogContextProps) {
  const t = useText();
  const answer = useCall(logContext, { id, before: 30, after: 30 }, { keep: false });
  const line = useRef<HTMLDivElement>(null);
  const loaded = answer.data !== undefined;
  useEffect(() => {
    if (loaded) line.current?.scrollIntoView({ block: "center" });
  }, [loaded]);
  return (
    <Dialog title={t("contextTitle")} onClose={onClose} wide>
      <p className={styles.note}>{t("contextHelp")}</p>
      <Answer of={answer} skeleton={<TableSkeleton />}>
        {(data) =>
          [...data.before, data.line, ...data.after].map((log) => (
            <div key={log.id} ref={log.id === id ? line : undefined} data-marked={log.id === id || undefined}>
              <LogLine log={log} look={LOOK} narrow={false} expanded={false} onToggle={onClose} />
            </div>
          ))
        }
      </Answer>
    </Dialog>
  );
}
