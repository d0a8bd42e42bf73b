import { Age, Badge, formatBytes, formatInteger, Meter, PageLink } from "@naru/ui";
import type { Amounts } from "../../shapes/api.ts";
import type { NodeRow, ObjectRef, PodRow, WorkloadRow } from "../../api.ts";
import styles from "../Kubernetes.module.css";
import { useText } from "../messages.ts";
import { targetOf } from "../targets.ts";
import { formatCores } from "./cores.ts";
import { nodeTones, podTones, workloadTones } from "./state.ts";
import { useStateText } from "./stateMessages.ts";

/** How a workload is doing: the reason of trouble first. */
export function WorkloadState({ workload }: { readonly workload: WorkloadRow }) {
  const t = useStateText();
  const { state, reason, message } = workload;
  return (
    <span className={styles.inline} title={message}>
      <Badge tone={workloadTones[state]}>{reason === "" ? t(state) : reason}</Badge>
      <span className={styles.dim}>{reason === "" ? message : `${t(state)} · ${message}`}</span>
    </span>
  );
}

export function PodState({ pod }: { readonly pod: PodRow }) {
  const tone = podTones[pod.health];
  const lastEnd = pod.containers.find(({ lastEnd }) => lastEnd !== null && pod.health === "bad")?.lastEnd;
  return (
    <span className={styles.inline} title={pod.message}>
      <Badge tone={tone}>{pod.status}</Badge>
      <span className={styles.dim}>
        {lastEnd ? `${lastEnd.reason} (${lastEnd.exitCode})` : pod.health === "bad" && pod.message}
      </span>
    </span>
  );
}

export function NodeState({ node }: { readonly node: NodeRow }) {
  const t = useStateText();
  return (
    <span className={styles.inline}>
      <Badge tone={nodeTones[node.state]}>{t(`node_${node.state}`)}</Badge>
      {node.isCordoned && <Badge tone="warn">{t("cordoned")}</Badge>}
      {node.pressures.map((pressure) => (
        <Badge key={pressure} tone="bad">
          {pressure}
        </Badge>
      ))}
    </span>
  );
}

export function ReadyCount({ ready, desired }: { readonly ready: number; readonly desired: number }) {
  return (
    <span className={ready < desired ? styles.troubled : undefined}>
      {formatInteger(ready)}/{formatInteger(desired)}
    </span>
  );
}

export function Restarts({ restarts, at }: { readonly restarts: number; readonly at: number | null }) {
  if (restarts === 0) return <span className={styles.dim}>0</span>;
  return (
    <span>
      {formatInteger(restarts)}
      {at !== null && (
        <span className={styles.dim}>
          {" · "}
          <Age at={at} />
        </span>
      )}
    </span>
  );
}

/** Usage against requests and limits, or against what there is. */
export function Usage({
  of,
  used,
  asked,
  most,
}: {
  readonly of: keyof Amounts;
  readonly used: Amounts | null;
  readonly asked: Amounts;
  readonly most: Amounts;
}) {
  const t = useText();
  return (
    <Meter
      label={t(of)}
      used={used?.[of] ?? null}
      asked={asked[of]}
      most={most[of]}
      format={of === "cpu" ? formatCores : formatBytes}
    />
  );
}

/** A link to an object, told as `Kind name`. */
export function ObjectLink({
  cluster,
  object,
  apiVersion,
  short = false,
}: {
  readonly cluster: string;
  readonly object: ObjectRef;
  readonly apiVersion?: string;
  /** Without its kind. */
  readonly short?: boolean;
}) {
  return (
    <PageLink {...targetOf({ cluster, ...object }, apiVersion)} title={`${object.namespace}/${object.name}`}>
      {!short && <span className={styles.dim}>{object.kind} </span>}
      {object.name}
    </PageLink>
  );
}
