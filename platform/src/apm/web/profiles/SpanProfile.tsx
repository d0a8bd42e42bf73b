import {
  Answer,
  Empty,
  formatDuration,
  LinkButton,
  Page,
  pathTo,
  SelectField,
  Skeleton,
  useCall,
  useUrlState,
} from "@naru/ui";
import { profileOfSpan } from "../../api.ts";
import { ByChoice } from "./Controls.tsx";
import { useText } from "./messages.ts";
import { ProfileView } from "./ProfileView.tsx";
import styles from "./Profiles.module.css";

const STATE = { type: "", unit: "", by: "function" };

interface SpanProfileProps {
  readonly traceId: string;
  readonly spanId: string;
}

/** What ran while a span was open, and how that is known. */
export function SpanProfile({ traceId, spanId }: SpanProfileProps) {
  const t = useText();
  const [{ type, unit, by: asked }, change] = useUrlState(STATE);
  const by = asked === "line" ? "line" : "function";
  const answer = useCall(profileOfSpan, { traceId, spanId, by, unit, ...(type !== "" && { type }) });
  const types = answer.data?.types ?? [];
  const chosen = `${answer.data?.type ?? ""} ${answer.data?.unit ?? ""}`;
  const back = (
    <LinkButton to={pathTo("/traces", traceId)} search={{ span: spanId }}>
      {t("backToSpan")}
    </LinkButton>
  );
  return (
    <Page
      title={t("ofSpan")}
      parent={{ to: "/profiles", title: t("title") }}
      note={
        answer.data &&
        t("spanTook", { service: answer.data.service, duration: formatDuration(answer.data.durationNano) })
      }
      actions={
        <>
          {types.length > 1 && (
            <SelectField
              label={t("type")}
              value={chosen}
              options={types.map((kind) => ({
                value: `${kind.type} ${kind.unit}`,
                label: `${kind.type} (${kind.unit})`,
              }))}
              onChange={(value) => {
                const kind = types.find((one) => `${one.type} ${one.unit}` === value);
                if (kind) change({ type: kind.type, unit: kind.unit });
              }}
            />
          )}
          <ByChoice value={by} onChange={(by) => change({ by })} />
          {back}
        </>
      }
    >
      <Answer of={answer} skeleton={<Skeleton height={320} />}>
        {(shown) =>
          shown.basis === "none" ? (
            <Empty title={t("emptySelection")} actions={back}>
              <p>{t("basis_none")}</p>
            </Empty>
          ) : (
            <>
              <p className={styles.basis} data-basis={shown.basis}>
                {t(`basis_${shown.basis}`)}
              </p>
              <ProfileView shown={shown} />
            </>
          )
        }
      </Answer>
    </Page>
  );
}
