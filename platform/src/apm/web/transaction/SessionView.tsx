import {
  type About,
  Answer,
  condition,
  DataTable,
  Empty,
  formatInteger,
  LinkButton,
  Panel,
  pathTo,
  Segments,
  TableSkeleton,
  useCall,
  useContributions,
  useUrlState,
} from "@naru/ui";
import { Suspense } from "react";
import { ofUser } from "#telemetry/query/web/index.ts";
import { listTransactions, type TransactionRow } from "../../api.ts";
import { useText } from "./messages.ts";
import { useTransactionColumns } from "./useTransactionColumns.tsx";

const STATE = { by: "session" };
const MINUTE_MILLIS = 60_000;
const AROUND_MILLIS = 30 * MINUTE_MILLIS;
const MOST = 500;
/** What others show of a trace's user is told the user, the services of the trace (`services`, a line each), and around
 *  when it was (`from`, `to`: milliseconds since 1970). */
const PLACE = "user";

/** What else a transaction's session or user did around it, the latest first. */
export default function SessionView({ about }: { readonly about: About }) {
  const t = useText();
  const { traceId = "", from = "", to = "" } = about;
  const own = useCall(listTransactions, {
    from: String(Number(from) - MINUTE_MILLIS),
    to: String(Number(to) + MINUTE_MILLIS),
    filter: condition("trace_id", "=", traceId),
    order: "newest",
  });
  return (
    <Answer of={own} skeleton={<TableSkeleton />}>
      {({ transactions }) => {
        const session = firstOf(transactions, "session");
        const user = firstOf(transactions, "user");
        const services = [...new Set(transactions.map(({ service }) => service))].join("\n");
        return session === "" && user === "" ? (
          <Empty title={t("noSession")}>
            <p>{t("noSessionHelp")}</p>
          </Empty>
        ) : (
          <Others {...{ traceId, session, user, services, from: Number(from), to: Number(to) }} />
        );
      }}
    </Answer>
  );
}

/** Of the transaction that ended last: the one that people waited for. */
const firstOf = (transactions: readonly TransactionRow[], key: "session" | "user") =>
  transactions.find((each) => each[key] !== "")?.[key] ?? "";

interface OthersProps {
  readonly traceId: string;
  readonly session: string;
  readonly user: string;
  /** Of the trace, a line each. */
  readonly services: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

function Others({ traceId, session, user, services, from, to }: OthersProps) {
  const t = useText();
  const [{ by: asked }, change] = useUrlState(STATE);
  const columns = useTransactionColumns(traceId);
  const by = (asked === "user" && user !== "") || session === "" ? "user" : "session";
  const filter = by === "user" ? ofUser(user) : condition("session.id", "=", session);
  const range = { from: String(from - AROUND_MILLIS), to: String(to + AROUND_MILLIS) };
  const contributed = useContributions(PLACE);
  const answer = useCall(listTransactions, { ...range, filter, order: "newest", limit: MOST });
  const { total = 0, transactions = [] } = answer.data ?? {};
  const words = { shown: formatInteger(transactions.length), total: formatInteger(total) };
  return (
    <Panel
      title={by === "user" ? t("user", { id: user }) : t("session", { id: session })}
      note={answer.data && t(transactions.length < total ? "aroundSome" : "around", words)}
      fill
      actions={
        <>
          {session !== "" && user !== "" && (
            <Segments
              label={t("by")}
              value={by}
              options={[
                { value: "session", label: t("bySession") },
                { value: "user", label: t("byUser") },
              ]}
              onChange={(by) => change({ by })}
            />
          )}
          {user !== "" &&
            contributed.map(({ id, component: View }) => (
              <Suspense key={id} fallback={null}>
                <View about={{ user, services, ...range }} />
              </Suspense>
            ))}
          <LinkButton to="/live" search={{ filter, ...range }}>
            {t("openLive")}
          </LinkButton>
        </>
      }
    >
      <Answer of={answer} skeleton={<TableSkeleton />}>
        {({ transactions }) =>
          transactions.every((each) => each.traceId === traceId) ? (
            <Empty title={t("onlyThis")}>
              <p>{t("onlyThisHelp")}</p>
            </Empty>
          ) : (
            <DataTable
              label={by === "user" ? t("user", { id: user }) : t("session", { id: session })}
              rows={transactions}
              columns={columns}
              keyOf={keyOf}
              to={(row) => ({
                to: pathTo("/traces", row.traceId),
                search: { span: row.spanId, view: "session" },
              })}
            />
          )
        }
      </Answer>
    </Panel>
  );
}

const keyOf = ({ traceId, spanId }: TransactionRow) => `${traceId}/${spanId}`;
