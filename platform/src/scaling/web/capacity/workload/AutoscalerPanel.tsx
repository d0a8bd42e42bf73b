import { Badge, Bar, formatCount, formatPercent, Panel, type Tone } from "@naru/ui";
import { targetOf } from "#kubernetes/web/index.ts";
import { PageLink } from "@naru/ui";
import type { Autoscaler, PlannedPlace } from "../../../api.ts";
import styles from "../Capacity.module.css";
import { YamlOffer } from "../YamlOffer.tsx";
import { type CapacityText, useText } from "../messages.ts";
import { autoscalerYaml } from "./autoscaler-yaml.ts";
import type { Capacity } from "./LoadView.tsx";

interface AutoscalerPanelProps {
  readonly place: PlannedPlace;
  readonly capacity: Capacity;
}

/** What scales the workload and how that is going; where nothing does, what could. */
export function AutoscalerPanel({ place, capacity }: AutoscalerPanelProps) {
  if (capacity.autoscaler === null) return <Offer place={place} capacity={capacity} />;
  return <Scaled place={place} autoscaler={capacity.autoscaler} />;
}

function Scaled({ place, autoscaler }: { readonly place: PlannedPlace; readonly autoscaler: Autoscaler }) {
  const t = useText();
  const { name, metrics, conditions } = autoscaler;
  const object = { ...place, kind: "HorizontalPodAutoscaler", name };
  return (
    <Panel
      title={t("measures")}
      actions={<PageLink {...targetOf(object, "autoscaling/v2")}>{name}</PageLink>}
    >
      <ul className={styles.measures}>
        {metrics.map((metric) => (
          <li key={`${metric.type}/${metric.name}/${metric.container}`}>
            <b>{[metric.container, metric.name].filter((part) => part !== "").join(" / ")}</b>
            <Bar
              share={metric.current === null ? 0 : Math.min(1, metric.current / (metric.target * 2))}
              tone={metric.current !== null && metric.current > metric.target * 1.1 ? "warn" : "accent"}
              mark={0.5}
            >
              <span className={styles.move}>
                {metric.current === null ? t("unseen") : amountText(metric.current, metric)}
              </span>
            </Bar>
            <small>{t(`target_${metric.form}`, { amount: amountText(metric.target, metric) })}</small>
          </li>
        ))}
      </ul>
      <ul className={styles.conditions}>
        {conditions.map((condition) => (
          <li key={condition.type}>
            <Badge tone={toneOf(condition)}>{conditionText(t, condition.type)}</Badge>
            <span>
              {condition.reason} · {condition.message}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type Metric = Autoscaler["metrics"][number];
type Condition = Autoscaler["conditions"][number];

const amountText = (amount: number, { form }: Metric) =>
  form === "utilization" ? formatPercent(amount / 100) : formatCount(amount);

/** Being limited is the one condition that is better false. */
function toneOf({ type, status }: Condition): Tone {
  if (type === "ScalingLimited") return status === "True" ? "warn" : "plain";
  return status === "True" ? "good" : "bad";
}

function conditionText(t: CapacityText, type: string): string {
  if (type === "AbleToScale" || type === "ScalingActive" || type === "ScalingLimited")
    return t(`cond_${type}`);
  return type;
}

/** An autoscaler to begin with, for what has none. */
function Offer({ place, capacity }: AutoscalerPanelProps) {
  const t = useText();
  if (place.kind === "DaemonSet") return <p className={styles.note}>{t("offerDaemon")}</p>;
  const yaml = autoscalerYaml(place, capacity.desired);
  return (
    <YamlOffer
      cluster={place.cluster}
      title={t("offer")}
      help={t(capacity.cpuRequested === null ? "offerUnrequested" : "offerHelp")}
      yaml={yaml}
    />
  );
}
