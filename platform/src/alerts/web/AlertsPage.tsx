import { Page, SearchField, Segments, useUrlState } from "@naru/ui";
import { ActivePanel } from "./ActivePanel.tsx";
import { HistoryPanel } from "./HistoryPanel.tsx";
import { useText } from "./messages.ts";
import { ReceiversPanel } from "./ReceiversPanel.tsx";
import { RulesPanel } from "./RulesPanel.tsx";
import { SilencesPanel } from "./SilencesPanel.tsx";

const STATE = { view: "active", find: "" };
const views = ["active", "rules", "silences", "history", "receivers"] as const;
type View = (typeof views)[number];

/** What fires now, by which rules, who is told, and what became of it. */
export default function AlertsPage() {
  const t = useText();
  const [{ view: given, find }, change] = useUrlState(STATE);
  const view = views.find((each) => each === given) ?? "active";
  return (
    <Page
      title={t("alerts")}
      actions={
        <>
          <Segments
            label={t("view")}
            value={view}
            options={views.map((value) => ({ value, label: t(value) }))}
            onChange={(value: View) => change({ view: value })}
          />
          {(view === "active" || view === "history") && (
            <SearchField
              label={t("find")}
              value={find}
              slash
              onChange={(text) => change({ find: text }, true)}
            />
          )}
        </>
      }
    >
      {view === "active" && <ActivePanel search={find} />}
      {view === "rules" && <RulesPanel />}
      {view === "silences" && <SilencesPanel />}
      {view === "history" && <HistoryPanel search={find} />}
      {view === "receivers" && <ReceiversPanel />}
    </Page>
  );
}
