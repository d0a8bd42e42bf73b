import { Button, Empty, LinkButton, Page, pathTo, ProblemView, useGo } from "@naru/ui";
import { useText } from "../messages.ts";
import type { Keeping } from "./useKeeping.ts";

/** After a dashboard is deleted: the way back. */
export function DeletedDashboard({ keeping, title }: { readonly keeping: Keeping; readonly title: string }) {
  const t = useText();
  const go = useGo();
  return (
    <Page title={title} parent={{ to: "/dashboards", title: t("dashboards") }}>
      {keeping.error !== undefined && <ProblemView error={keeping.error} />}
      <Empty
        title={t("deleted", { title })}
        actions={
          <>
            <Button
              disabled={keeping.isBusy}
              onClick={() => keeping.bringBack((uid) => go({ to: pathTo("/dashboards", uid) }))}
            >
              {t("bringBack")}
            </Button>
            <LinkButton to="/dashboards">{t("toList")}</LinkButton>
          </>
        }
      >
        <p>{t("deletedHelp")}</p>
      </Empty>
    </Page>
  );
}
