import { IconButton, icons, Keys, LiveButton, TimeRangePicker, useRefresh, useShortcuts } from "@naru/ui";
import { Suspense, useState } from "react";
import { topBar } from "../features.ts";
import { useText } from "../messages.ts";
import { CommandPalette } from "../palette/CommandPalette.tsx";
import { HelpDialog } from "./HelpDialog.tsx";
import { MoreMenu } from "./MoreMenu.tsx";
import styles from "./Shell.module.css";

export function TopBar() {
  const t = useText();
  const refresh = useRefresh();
  const [open, setOpen] = useState<"palette" | "help">();
  useShortcuts({ "mod+k": () => setOpen("palette"), "?": () => setOpen("help"), r: refresh });
  const close = () => setOpen(undefined);
  return (
    <header className={styles.bar}>
      <button type="button" className={styles.find} onClick={() => setOpen("palette")}>
        <icons.IconSearch size={15} aria-hidden />
        <span>{t("searchHint")}</span>
        <Keys keys="mod+k" />
      </button>
      {topBar.map((Part, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- a list that never changes
        <Suspense key={i}>
          <Part />
        </Suspense>
      ))}
      <TimeRangePicker />
      <LiveButton />
      <IconButton label={t("refresh")} keys="R" onClick={refresh}>
        <icons.IconRefresh size={17} />
      </IconButton>
      <MoreMenu onHelp={() => setOpen("help")} />
      <CommandPalette opened={open === "palette"} onClose={close} />
      {open === "help" && <HelpDialog onClose={close} />}
    </header>
  );
}
