import { Button, Empty, formatInstant, icons, type OutputOf, useZone } from "@naru/ui";
import type { listIncidents } from "../../api.ts";
import { useText } from "../messages.ts";

interface NothingProps {
  readonly watch: OutputOf<typeof listIncidents>["watch"];
  /** Given when something is filtered. */
  readonly onClear?: () => void;
}

/** An empty list: nothing fits, nothing is wrong, or nobody looks. */
export function Nothing({ watch: { everySeconds, since, lastLookAt }, onClear }: NothingProps) {
  const t = useText();
  const [zone] = useZone();
  if (onClear !== undefined) {
    return (
      <Empty title={t("noMatch")} actions={<Button onClick={onClear}>{t("clear")}</Button>}>
        <p>{t("noMatchHelp")}</p>
      </Empty>
    );
  }
  if (everySeconds === 0 || since === null) {
    return (
      <Empty title={t("notWatching")}>
        <p>{t("notWatchingHelp")}</p>
      </Empty>
    );
  }
  if (lastLookAt === null) {
    return (
      <Empty title={t("waiting")}>
        <p>{t("waitingHelp")}</p>
      </Empty>
    );
  }
  return (
    <Empty icon={<icons.IconCircleCheck size={28} stroke={1.5} aria-hidden />} title={t("nothingWrong")}>
      <p>
        {t("nothingWrongHelp", {
          seconds: everySeconds,
          since: formatInstant(since, zone, "minute"),
          last: formatInstant(lastLookAt, zone, "second", "clock"),
        })}
      </p>
    </Empty>
  );
}
