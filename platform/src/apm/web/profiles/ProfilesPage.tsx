import { Answer, Button, Empty, Page, Skeleton, useCall, useTimeRange, useUrlState } from "@naru/ui";
import { compareProfiles, getProfile, listProfiles } from "../../api.ts";
import { type Chosen, Controls, type Kinds } from "./Controls.tsx";
import { HowToSend } from "./HowToSend.tsx";
import { useText } from "./messages.ts";
import { ProfileView, type Shown } from "./ProfileView.tsx";
import { SourceLines } from "./SourceLines.tsx";
import { SpanProfile } from "./SpanProfile.tsx";
import { profileFormat } from "./values.ts";

const STATE = {
  service: "",
  type: "",
  unit: "",
  version: "",
  pod: "",
  thread: "",
  by: "function",
  compare: "none",
  baseVersion: "",
  file: "",
  span: "",
};

/** Where a program's time and memory go: for a service, or for the time of one span. */
export default function ProfilesPage() {
  const [{ span }] = useUrlState(STATE);
  const [traceId = "", spanId = ""] = span.split("/");
  const isSpan = /^[0-9a-f]{32}\/[0-9a-f]{16}$/.test(span);
  return isSpan ? <SpanProfile key={span} traceId={traceId} spanId={spanId} /> : <ServiceProfiles />;
}

function ServiceProfiles() {
  const t = useText();
  const { range } = useTimeRange();
  const [state, change] = useUrlState(STATE);
  const kinds = useCall(listProfiles, { ...range }, { live: true });
  const chosen = choose(kinds.data?.profiles ?? [], state);
  return (
    <Page
      title={t("title")}
      actions={
        chosen !== undefined && (
          <Controls
            kinds={kinds.data?.profiles ?? []}
            chosen={chosen}
            onChange={(next) =>
              change({ ...next, ...(next.service !== undefined && { file: "", type: "", unit: "" }) })
            }
          />
        )
      }
    >
      <Answer of={kinds} skeleton={<Skeleton height={320} />}>
        {() =>
          chosen === undefined ? (
            <HowToSend />
          ) : (
            <Chart
              chosen={chosen}
              file={state.file}
              onFile={(file) => change({ file })}
              onClear={() => change(NO_FILTERS)}
            />
          )
        }
      </Answer>
    </Page>
  );
}

const NO_FILTERS = { version: "", pod: "", thread: "", compare: "none", baseVersion: "" };

/** What the address asks for, or else what is likely to be of interest; undefined when nothing was profiled. */
function choose(kinds: Kinds, state: Readonly<Record<keyof typeof STATE, string>>): Chosen | undefined {
  const { service: wanted, type, unit, by, compare, ...rest } = state;
  const service = wanted === "" ? kinds[0]?.service : wanted;
  if (service === undefined) return undefined;
  const own = kinds.filter((kind) => kind.service === service);
  const asked = type === "" ? undefined : { type, unit };
  const likely = ["cpu", "wall", "samples"].flatMap(
    (name) => own.find((kind) => kind.type === name) ?? [],
  )[0];
  const kind = asked ?? likely ?? own[0] ?? { type: "cpu", unit: "" };
  return {
    ...rest,
    service,
    type: kind.type,
    unit: kind.unit,
    by: by === "line" ? "line" : "function",
    compare: compare === "before" || compare === "version" ? compare : "none",
  };
}

const isEmpty = ({ samples, baseSamples = 0 }: Shown) => samples === 0 && baseSamples === 0;

interface ChartProps {
  readonly chosen: Chosen;
  readonly file: string;
  readonly onFile: (file: string) => void;
  readonly onClear: () => void;
}

function Chart({ chosen, file, onFile, onClear }: ChartProps) {
  const t = useText();
  const { range } = useTimeRange();
  const { compare, baseVersion, by, ...selection } = chosen;
  const input = { ...range, ...selection, by };
  const isCompared = compare !== "none";
  const single = useCall(getProfile, input, { enabled: !isCompared, live: true });
  const base = compare === "version" ? { baseVersion } : {};
  const compared = useCall(compareProfiles, { ...input, ...base }, { enabled: isCompared });
  const answer = isCompared ? compared : single;
  return (
    <Answer of={answer} skeleton={<Skeleton height={320} />}>
      {(shown) =>
        isEmpty(shown) ? (
          <Empty title={t("emptySelection")} actions={<Button onClick={onClear}>{t("clear")}</Button>}>
            <p>{t("emptySelectionHelp")}</p>
          </Empty>
        ) : (
          <ProfileView shown={shown} onLines={(frame) => onFile(frame.file)}>
            {file !== "" && (
              <SourceLines
                input={{ ...range, ...selection, file }}
                format={profileFormat(shown.unit)}
                onClose={() => onFile("")}
              />
            )}
          </ProfileView>
        )
      }
    </Answer>
  );
}
