import { Button, IconButton, icons, SearchField, useShortcuts } from "@naru/ui";
import { useText } from "./messages.ts";
import styles from "./Trace.module.css";
import type { TraceView } from "./useTraceView.ts";

interface TraceToolsProps {
  readonly state: TraceView;
  readonly find: string;
  readonly onFind: (find: string) => void;
  readonly onPlace: (place: number) => void;
  readonly onDownload: () => void;
}

export function TraceTools({ state, find, onFind, onPlace, onDownload }: TraceToolsProps) {
  const t = useText();
  const { matches, at, zoomed, setZoom } = state;
  const step = (by: 1 | -1) => {
    const next = by === 1 ? matches.find((place) => place > at) : matches.findLast((place) => place < at);
    const place = next ?? (by === 1 ? matches[0] : matches.at(-1));
    if (place !== undefined) onPlace(place);
  };
  useShortcuts({ n: (event) => step(event.shiftKey ? -1 : 1) });
  const index = matches.indexOf(at);
  return (
    <div className={styles.tools}>
      {zoomed && (
        <Button small onClick={() => setZoom(undefined)}>
          <icons.IconZoomOut size={14} /> {t("wholeTrace")}
        </Button>
      )}
      {find !== "" && (
        <span className={styles.count} role="status">
          {matches.length === 0
            ? t("noMatches")
            : t("matches", { at: index < 0 ? "–" : index + 1, count: matches.length })}
        </span>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          step(1);
        }}
      >
        <SearchField label={t("find")} value={find} slash onChange={onFind} />
      </form>
      <IconButton label={t("download")} onClick={onDownload}>
        <icons.IconDownload size={17} />
      </IconButton>
    </div>
  );
}
