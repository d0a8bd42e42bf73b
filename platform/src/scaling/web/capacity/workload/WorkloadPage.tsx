import { LinkButton, Page, Segments, usePathParam, useUrlState } from "@naru/ui";
import { targetOf } from "#kubernetes/web/index.ts";
import type { PlannedPlace } from "../../../api.ts";
import styles from "../Capacity.module.css";
import { useText } from "../messages.ts";
import { ForecastView } from "../forecast/ForecastView.tsx";
import { ReplayView } from "../replay/ReplayView.tsx";
import { SizesView } from "../sizes/SizesView.tsx";
import { LoadView } from "./LoadView.tsx";

const VIEWS = ["load", "sizes", "replay", "forecast"] as const;
const STATE = { view: "load" };

/** The address says what it says: the server tells when it is no kind that has a capacity. */
const useKind = () => usePathParam("kind") as PlannedPlace["kind"];

/** How many pods a workload had and why, how large they should be, and what would come of other rules. */
export default function WorkloadPage() {
  const t = useText();
  const [cluster, kind, namespace, name] = [
    usePathParam("cluster"),
    useKind(),
    usePathParam("namespace"),
    usePathParam("name"),
  ];
  const place = { cluster, kind, namespace, name };
  const [{ view }, change] = useUrlState(STATE);
  return (
    <Page
      title={name}
      mark={<span className={styles.dim}>{kind}</span>}
      parent={{ to: "/capacity", title: t("capacity") }}
      note={`${cluster} / ${namespace}`}
      scroll
      actions={<LinkButton {...targetOf(place)}>{t("toWorkload")}</LinkButton>}
    >
      <div className={styles.views}>
        <Segments
          label={t("view")}
          value={view}
          options={VIEWS.map((value) => ({ value, label: t(`view_${value}`) }))}
          onChange={(view) => change({ view })}
        />
      </div>
      {view === "load" && <LoadView place={place} />}
      {view === "sizes" && <SizesView place={place} />}
      {view === "replay" && <ReplayView place={place} />}
      {view === "forecast" && <ForecastView place={place} />}
    </Page>
  );
}
