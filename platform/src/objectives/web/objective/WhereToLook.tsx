import { absoluteRange, condition, LinkButton, Panel, pathTo } from "@naru/ui";
import type { Objective } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "../Objectives.module.css";

/** So long back where nothing threatens it. */
const USUAL_MS = 24 * 3_600_000;
/** What began it lies a little before it was noticed. */
const BEFORE_MS = 10 * 60_000;

interface WhereToLookProps {
  readonly objective: Objective;
  readonly at: number;
  readonly threatenedSince: number | null;
}

/** What spends the budget: bad requests, exceptions and changes since it is threatened, or of the last day. */
export function WhereToLook({ objective, at, threatenedSince }: WhereToLookProps) {
  const t = useText();
  const { service } = objective;
  const from = threatenedSince === null ? at - USUAL_MS : threatenedSince - BEFORE_MS;
  const range = { ...absoluteRange({ from, to: at }) };
  return (
    <Panel title={t("whereToLook")}>
      <div className={styles.links}>
        <LinkButton to="/traces" search={{ ...range, filter: badFilter(objective) }}>
          {t("badTraces")}
        </LinkButton>
        <LinkButton to="/exceptions" search={{ ...range, service }}>
          {t("exceptions")}
        </LinkButton>
        <LinkButton to="/changes" search={range}>
          {t("changes")}
        </LinkButton>
        <LinkButton to={pathTo("/services", service)} search={range}>
          {t("servicePage")}
        </LinkButton>
      </div>
    </Panel>
  );
}

/** Bad requests in the language of the filter. */
function badFilter({ service, operation, thresholdMs }: Objective): string {
  return [
    condition("service", "=", service),
    ...(operation === "" ? [] : [condition("name", "=", operation)]),
    thresholdMs === null ? "status=error" : `duration>${thresholdMs}ms`,
  ].join(" ");
}
