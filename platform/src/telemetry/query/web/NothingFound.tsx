import { Button, Empty } from "@naru/ui";
import { Suspense } from "react";
import { SendData } from "#telemetry/ingest/web/index.ts";
import { useText } from "./messages.ts";

interface Props {
  /** Undoes the filter that let nothing through; undefined when there is none. */
  readonly onClear: (() => void) | undefined;
}

/** Instead of an empty list: the way back from a filter, or else how to send data. */
export function NothingFound({ onClear }: Props) {
  const t = useText();
  if (!onClear) {
    return (
      <Suspense>
        <SendData empty />
      </Suspense>
    );
  }
  return (
    <Empty title={t("noMatch")} actions={<Button onClick={onClear}>{t("clearFilter")}</Button>}>
      <p>{t("noMatchHelp")}</p>
    </Empty>
  );
}
