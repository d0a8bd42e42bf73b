import { call, download, IconButton, icons, type InputOf } from "@naru/ui";
import { useState } from "react";
import { searchLogs, type LogRow } from "../../api.ts";
import { useText } from "./messages.ts";

const PAGE = 1000;
const MOST = 20_000;

/** Every matching line up to a limit, one JSON object a line. */
async function collect(query: InputOf<typeof searchLogs>): Promise<readonly LogRow[]> {
  const lines: LogRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(searchLogs, { ...query, limit: PAGE, cursor });
    lines.push(...page.logs);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && lines.length < MOST);
  return lines;
}

export function DownloadButton({ query }: { readonly query: InputOf<typeof searchLogs> }) {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      const lines = await collect(query);
      download("logs.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <IconButton label={busy ? t("downloading") : t("download")} disabled={busy} onClick={() => void start()}>
      <icons.IconDownload size={17} />
    </IconButton>
  );
}
