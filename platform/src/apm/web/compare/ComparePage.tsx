import {
  Answer,
  condition,
  Empty,
  formatDuration,
  formatInteger,
  formatPercent,
  Page,
  Panel,
  Skeleton,
  useCall,
  useTimeRange,
  useUrlState,
} from "@naru/ui";
import { compare, type ComparedSide, explainDifference, listSides } from "../../api.ts";
import { useText } from "./messages.ts";
import { Choices } from "./Choices.tsx";
import styles from "./Compare.module.css";
import { Explanations } from "./Explanations.tsx";
import { Findings } from "./Findings.tsx";
import { askedBy, KEYS, STATE, wayOf } from "./sides.ts";

const NO_VALUES: readonly string[] = [];
const useCompareState = () => useUrlState(STATE);
export type CompareState = ReturnType<typeof useCompareState>[0];
export type ChangeCompare = ReturnType<typeof useCompareState>[1];

/** Two windows, versions, pods or filters: what differs beyond chance, and what explains it. */
export default function ComparePage() {
  const t = useText();
  const { range } = useTimeRange();
  const [state, change] = useCompareState();
  const way = wayOf(state);
  const isOfService = way === "version" || way === "pod";
  const known = useCall(
    listSides,
    { ...range, service: state.service, key: KEYS[way === "pod" ? "pod" : "version"] },
    { enabled: isOfService && state.service !== "", keep: false },
  );
  const values = (isOfService && known.data?.values) || NO_VALUES;
  const asked = askedBy(state, values, condition);
  return (
    <Page title={t("compare")} scroll>
      <Choices state={state} change={change} values={values} />
      {asked === undefined ? (
        <Empty title={t("oneSide")}>
          <p>{t("oneSideHelp")}</p>
        </Empty>
      ) : (
        <Answers asked={asked} />
      )}
    </Page>
  );
}

type Asked = NonNullable<ReturnType<typeof askedBy>>;

function Answers({ asked }: { readonly asked: Asked }) {
  const t = useText();
  const { range } = useTimeRange();
  const found = useCall(compare, { ...range, ...asked });
  const explained = useCall(explainDifference, { ...range, ...asked });
  return (
    <>
      <Answer of={found} skeleton={<Skeleton height={220} />}>
        {({ a, b, ...rest }) => (
          <>
            <Sides a={a} b={b} />
            <Panel title={t("findings")} note={<Tests {...rest} />}>
              <Findings findings={rest.findings} a={a} b={b} asked={asked} />
            </Panel>
          </>
        )}
      </Answer>
      <Panel title={t("explanations")} note={t("explanationsHelp")}>
        <Answer of={explained} skeleton={<Skeleton height={160} />}>
          {(answer) => <Explanations {...answer} />}
        </Answer>
      </Panel>
    </>
  );
}

function Tests({ tests, sampling }: { readonly tests: number; readonly sampling: number }) {
  const t = useText();
  const parts = [
    t("tests", { count: formatInteger(tests) }),
    ...(sampling > 1 ? [t("tracesSampled", { count: formatInteger(sampling) })] : []),
  ];
  return <span className={styles.quiet}>{parts.join(" · ")}</span>;
}

const orDash = (nano: number | null) => (nano === null ? "–" : formatDuration(nano));

interface SidesProps {
  readonly a: ComparedSide;
  readonly b: ComparedSide;
}

function Sides({ a, b }: SidesProps) {
  const t = useText();
  const rows = [
    [t("sideA"), a],
    [t("sideB"), b],
  ] as const;
  return (
    <Panel>
      <table className={styles.sides}>
        <thead>
          <tr>
            <th scope="col">{t("side")}</th>
            <th scope="col">{t("transactions")}</th>
            <th scope="col">{t("errors")}</th>
            <th scope="col">p50</th>
            <th scope="col">p95</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, side]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{formatInteger(side.transactions)}</td>
              <td>{formatPercent(side.errorRatio)}</td>
              <td>{orDash(side.p50Nano)}</td>
              <td>{orDash(side.p95Nano)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
