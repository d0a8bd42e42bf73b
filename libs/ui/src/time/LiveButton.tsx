import { Tooltip } from "@mantine/core";
import { Button } from "../control/Button.tsx";
import { useShortcuts } from "../keys/shortcuts.ts";
import { useUiText } from "../text/messages.ts";
import { useTimeRange } from "./TimeRange.tsx";
import styles from "./TimeRangePicker.module.css";

export function LiveButton() {
  const t = useUiText();
  const { live, setLive } = useTimeRange();
  useShortcuts({ l: () => setLive(!live) });
  return (
    <Tooltip label={`${live ? t("liveOn") : t("liveOff")} · L`} openDelay={350}>
      <Button on={live} onClick={() => setLive(!live)} aria-label={t("live")}>
        <i className={styles.pulse} data-on={live || undefined} />
        <span className={styles.wide}>{t("live")}</span>
      </Button>
    </Tooltip>
  );
}
