import { Empty, icons, LinkButton, useCall } from "@naru/ui";
import { listServices } from "#telemetry/query/api.ts";
import { useText } from "../messages.ts";

const MOST = 6;
const LATELY = { from: "now-1h", to: "now" };

/** Where none is declared: what one is, and a first one for each service that is busy. */
export function NoObjectives() {
  const t = useText();
  const { data } = useCall(listServices, LATELY);
  const services = (data?.services ?? []).toSorted((a, b) => b.rate - a.rate).slice(0, MOST);
  return (
    <Empty
      icon={<icons.IconTargetArrow size={28} stroke={1.5} aria-hidden />}
      title={t("noneYet")}
      actions={
        services.length === 0 ? (
          <LinkButton to="/objectives/new">{t("newObjective")}</LinkButton>
        ) : (
          services.map(({ service }) => (
            <LinkButton key={service} to="/objectives/new" search={{ service }}>
              {t("makeFor", { service })}
            </LinkButton>
          ))
        )
      }
    >
      <p>{t("noneYetHelp")}</p>
    </Empty>
  );
}
