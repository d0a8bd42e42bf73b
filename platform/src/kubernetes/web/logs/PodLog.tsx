import {
  Button,
  download,
  Empty,
  IconButton,
  icons,
  Panel,
  ProblemView,
  SearchField,
  SelectField,
  TableSkeleton,
  useUrlState,
} from "@naru/ui";
import { useMemo, useState } from "react";
import type { PodRow } from "../../api.ts";
import { levels, LogLines } from "./LogLines.tsx";
import styles from "./Logs.module.css";
import { useLogText } from "./messages.ts";
import { useLog } from "./useLog.ts";

const STATE = { container: "", previous: false, find: "", level: "", wrap: false, times: true };
const REMEMBERED = { name: "pod-log", keys: ["wrap", "times"] } as const;

/** A pod's log as it is being written. */
export function PodLog({ pod }: { readonly pod: PodRow }) {
  const t = useLogText();
  const [{ container, previous, find, level, wrap, times }, change] = useUrlState(STATE, REMEMBERED);
  const [following, setFollowing] = useState(true);
  const names = pod.containers.map(({ name }) => name);
  const chosen = container === "" ? firstOf(pod) : container;
  const { cluster, namespace, name } = pod;
  const log = useLog({ cluster, namespace, name, container: chosen, previous });
  const shown = useMemo(() => {
    const words = find.toLowerCase();
    return log.lines.filter(
      (line) => (level === "" || line.level === level) && line.text.toLowerCase().includes(words),
    );
  }, [log.lines, find, level]);
  const hasPrevious = (pod.containers.find((one) => one.name === chosen)?.restarts ?? 0) > 0;
  const save = () =>
    download(`${name}-${chosen}.log`, log.lines.map(({ time, text }) => `${time} ${text}`).join("\n"));
  return (
    <Panel
      fill
      title={t("log")}
      note={<State state={log.state} following={following} previous={previous} />}
      actions={
        <>
          <SelectField
            label={t("container")}
            value={chosen}
            options={names.map((value) => ({ value, label: value }))}
            onChange={(container) => change({ container })}
          />
          {(hasPrevious || previous) && (
            <Button on={previous} onClick={() => change({ previous: !previous })}>
              {t("previous")}
            </Button>
          )}
          <SelectField
            label={t("level")}
            value={level}
            options={[{ value: "", label: t("all") }, ...levels.map((value) => ({ value, label: value }))]}
            onChange={(level) => change({ level }, true)}
          />
          <SearchField label={t("find")} value={find} slash onChange={(find) => change({ find }, true)} />
          <IconButton label={t("wrap")} on={wrap} onClick={() => change({ wrap: !wrap }, true)}>
            <icons.IconTextWrap size={17} />
          </IconButton>
          <IconButton label={t("times")} on={times} onClick={() => change({ times: !times }, true)}>
            <icons.IconClock size={17} />
          </IconButton>
          <IconButton
            label={following ? t("pause") : t("follow")}
            on={following}
            onClick={() => setFollowing(!following)}
          >
            {following ? <icons.IconPlayerPause size={17} /> : <icons.IconPlayerPlay size={17} />}
          </IconButton>
          <IconButton label={t("download")} disabled={log.lines.length === 0} onClick={save}>
            <icons.IconDownload size={17} />
          </IconButton>
        </>
      }
    >
      {log.lines.length === 0 ? (
        <NoLines log={log} />
      ) : shown.length === 0 ? (
        <Empty
          title={t("noMatch")}
          actions={<Button onClick={() => change({ find: "", level: "" })}>{t("clear")}</Button>}
        />
      ) : (
        <LogLines lines={shown} look={{ wrap, times, find }} following={following} onFollow={setFollowing} />
      )}
    </Panel>
  );
}

/** The container that is not well, else the first of those that stay. */
function firstOf({ containers }: PodRow): string {
  const troubled = containers.find(({ restarts, ready }) => restarts > 0 && !ready);
  return (troubled ?? containers.find(({ isInit }) => !isInit) ?? containers[0])?.name ?? "";
}

function NoLines({ log: { state, error } }: { readonly log: ReturnType<typeof useLog> }) {
  const t = useLogText();
  if (error !== null) return <ProblemView error={error} />;
  return state === "opening" ? (
    <TableSkeleton />
  ) : (
    <Empty title={t("nothing")}>
      <p>{t("nothingHelp")}</p>
    </Empty>
  );
}

interface StateProps {
  readonly state: ReturnType<typeof useLog>["state"];
  readonly following: boolean;
  readonly previous: boolean;
}

function State({ state, following, previous }: StateProps) {
  const t = useLogText();
  if (previous) return <span>{t("isPrevious")}</span>;
  if (state === "open") {
    return (
      <span role="status" className={styles.state} data-on={following || undefined}>
        {following ? t("isFollowing") : t("isPaused")}
      </span>
    );
  }
  return (
    <span role="status" className={styles.state}>
      {state === "ended" ? t("isEnded") : ""}
    </span>
  );
}
