import { Answer, Page, Skeleton, useCall, usePathParam } from "@naru/ui";
import { listClusters } from "#kubernetes/api.ts";
import { useOneCluster } from "#kubernetes/web/index.ts";
import { useText } from "../messages.ts";
import { DashboardView } from "./DashboardView.tsx";
import { newUid, useDashboard } from "./useDashboard.ts";

export default function DashboardPage() {
  const t = useText();
  const uid = usePathParam("uid");
  const cluster = useOneCluster();
  const clusters = useCall(listClusters, {});
  const opened = useDashboard(uid, "", t("newTitle"));
  const hasCluster = (clusters.data?.clusters.length ?? 0) > 0;
  if (opened.data === undefined) {
    return (
      <Page scroll title={t("dashboards")}>
        <Answer of={opened} skeleton={<Skeleton height={420} />}>
          {() => null}
        </Answer>
      </Page>
    );
  }
  return (
    <DashboardView
      key={uid}
      opened={opened.data}
      isNew={uid === newUid}
      cluster={hasCluster ? cluster : ""}
    />
  );
}
