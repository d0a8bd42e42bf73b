import { Age, Badge, type OutputOf, PageLink, Panel, Tiles } from "@naru/ui";
import type { ContainerRow, getPod, PodRow } from "../../api.ts";
import { Conditions } from "../Conditions.tsx";
import { Facts, Labels } from "../Facts.tsx";
import styles from "../Kubernetes.module.css";
import { ObjectLink, Restarts, Usage } from "../marks/Marks.tsx";
import { useStateText } from "../marks/stateMessages.ts";
import { useText } from "../messages.ts";
import { targetOf } from "../targets.ts";
import { usePodText } from "./messages.ts";

export function PodOverview({ pod, labels, conditions }: OutputOf<typeof getPod>) {
  const t = useText();
  const texts = usePodText();
  const { cluster, node, ip, workload, restarts, lastRestartAt, createdAt } = pod;
  const wanted = pod.containers.filter(({ isInit }) => !isInit).length;
  return (
    <>
      <Tiles
        tiles={[
          { label: t("status"), value: pod.status },
          { label: t("ready"), value: `${pod.ready} / ${wanted}` },
          { label: t("restarts"), value: <Restarts restarts={restarts} at={lastRestartAt} /> },
          { label: t("age"), value: <Age at={createdAt} /> },
        ]}
      />
      <Containers pod={pod} />
      <div className={styles.columns}>
        <Panel title={t("overview")}>
          <Facts
            facts={[
              ...(workload === null
                ? []
                : [
                    [
                      texts("belongsTo"),
                      <ObjectLink key="workload" cluster={cluster} object={workload} />,
                    ] as const,
                  ]),
              [
                t("node"),
                node === "" ? (
                  "–"
                ) : (
                  <ObjectLink
                    key="node"
                    cluster={cluster}
                    object={{ kind: "Node", namespace: "", name: node }}
                    short
                  />
                ),
              ],
              [texts("address"), ip === "" ? "–" : <code key="ip">{ip}</code>],
              [t("labels"), <Labels key="labels" labels={labels} />],
            ]}
          />
        </Panel>
        <Conditions conditions={conditions} />
      </div>
    </>
  );
}

function Containers({ pod }: { readonly pod: PodRow }) {
  const t = useText();
  const texts = usePodText();
  return (
    <Panel title={texts("containers")}>
      <div className={styles.scrolling}>
        <table className={`${styles.list} ${styles.broad}`}>
          <thead>
            <tr>
              <th>{t("name")}</th>
              <th>{t("status")}</th>
              <th>{texts("lastEnd")}</th>
              <th className={styles.end}>{t("restarts")}</th>
              <th title={texts("requestsLimits")}>{t("cpu")}</th>
              <th title={texts("requestsLimits")}>{t("memory")}</th>
              <th>{texts("image")}</th>
            </tr>
          </thead>
          <tbody>
            {pod.containers.map((container) => (
              <Container key={container.name} pod={pod} container={container} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const tones = { running: "good", waiting: "accent", terminated: "plain" } as const;
const harmless = new Set(["", "Completed", "ContainerCreating", "PodInitializing"]);

function Container({ pod, container }: { readonly pod: PodRow; readonly container: ContainerRow }) {
  const texts = usePodText();
  const states = useStateText();
  const { cluster, namespace } = pod;
  const { name, image, isInit, state, reason, message, startedAt, restarts, lastEnd } = container;
  const logs = targetOf({ cluster, kind: "Pod", namespace, name: pod.name });
  return (
    <tr>
      <td>
        <PageLink to={logs.to} search={{ view: "logs", container: name }}>
          {name}
        </PageLink>{" "}
        {isInit && <Badge>{texts("init")}</Badge>}
      </td>
      <td>
        <Badge tone={harmless.has(reason) ? tones[state] : "bad"}>{reason || states(state)}</Badge>{" "}
        {state === "running" && (
          <span className={styles.dim}>
            <Age at={startedAt} />
          </span>
        )}
        {message !== "" && message !== pod.message && <div className={styles.dim}>{message}</div>}
      </td>
      <td>
        {lastEnd === null ? (
          <span className={styles.dim}>–</span>
        ) : (
          <>
            {lastEnd.reason}, {texts("exitCode", { code: lastEnd.exitCode })}
            <div>
              <span className={styles.dim}>
                <Age at={lastEnd.at} />
              </span>{" "}
              <PageLink to={logs.to} search={{ view: "logs", container: name, previous: "1" }}>
                {texts("lastLog")}
              </PageLink>
            </div>
          </>
        )}
      </td>
      <td className={styles.end}>{restarts}</td>
      <td className={styles.meter}>
        <Usage of="cpu" used={container.usage} asked={container.requests} most={container.limits} />
      </td>
      <td className={styles.meter}>
        <Usage of="memory" used={container.usage} asked={container.requests} most={container.limits} />
      </td>
      <td>
        <code>{image}</code>
      </td>
    </tr>
  );
}
