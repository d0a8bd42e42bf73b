import { Age, type Column } from "@naru/ui";
import type { PodRow } from "../../api.ts";
import styles from "../Kubernetes.module.css";
import { PodState, ReadyCount, Restarts, Usage } from "../marks/Marks.tsx";
import { podTones, rankIn } from "../marks/state.ts";
import type { useText } from "../messages.ts";

type Text = ReturnType<typeof useText>;

/** @param besides columns that the page leaves out, since they would say the same in every row */
export function podColumns(t: Text, besides: readonly string[] = []): readonly Column<PodRow>[] {
  return [...stateColumns(t), ...placeColumns(t)].filter(({ id }) => !besides.includes(id));
}

const isOver = ({ health }: PodRow) => health === "done";
const wanted = (pod: PodRow) => pod.containers.filter(({ isInit }) => !isInit).length;

const stateColumns = (t: Text): readonly Column<PodRow>[] => [
  {
    id: "name",
    header: t("name"),
    width: "minmax(130px, 2.2fr)",
    value: (row) => row.name,
    cell: (row) => <span title={row.name}>{row.name}</span>,
  },
  {
    id: "cluster",
    header: t("cluster"),
    width: "90px",
    above: 1200,
    value: (row) => row.cluster,
    cell: (row) => row.cluster,
  },
  {
    id: "namespace",
    header: t("namespace"),
    width: "minmax(70px, 100px)",
    above: 860,
    value: (row) => row.namespace,
    cell: (row) => row.namespace,
  },
  {
    id: "state",
    header: t("status"),
    width: "minmax(130px, 2fr)",
    value: (row) => `${rankIn(podTones, row.health)} ${row.status}`,
    cell: (row) => <PodState pod={row} />,
  },
  {
    id: "ready",
    header: t("ready"),
    end: true,
    width: "52px",
    value: (row) => row.ready - wanted(row),
    cell: (row) =>
      isOver(row) ? (
        <span className={styles.dim}>–</span>
      ) : (
        <ReadyCount ready={row.ready} desired={wanted(row)} />
      ),
  },
  {
    id: "restarts",
    header: t("restarts"),
    end: true,
    width: "86px",
    above: 560,
    value: (row) => row.restarts,
    cell: (row) => <Restarts restarts={row.restarts} at={row.lastRestartAt} />,
  },
];

const placeColumns = (t: Text): readonly Column<PodRow>[] => [
  {
    id: "cpu",
    header: t("cpu"),
    width: "minmax(100px, 130px)",
    above: 900,
    value: (row) => row.usage?.cpu ?? null,
    cell: (row) => <Usage of="cpu" used={row.usage} asked={row.requests} most={row.limits} />,
  },
  {
    id: "memory",
    header: t("memory"),
    width: "minmax(120px, 165px)",
    above: 900,
    value: (row) => row.usage?.memory ?? null,
    cell: (row) => <Usage of="memory" used={row.usage} asked={row.requests} most={row.limits} />,
  },
  {
    id: "node",
    header: t("node"),
    width: "minmax(60px, 100px)",
    above: 760,
    value: (row) => row.node,
    cell: (row) => row.node || <span className={styles.dim}>–</span>,
  },
  {
    id: "age",
    header: t("age"),
    end: true,
    width: "52px",
    above: 480,
    value: (row) => (row.createdAt === null ? null : -row.createdAt),
    cell: (row) => <Age at={row.createdAt} />,
  },
];
