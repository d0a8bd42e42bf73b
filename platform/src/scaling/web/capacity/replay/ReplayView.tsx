import {
  Answer,
  Captioned,
  Empty,
  type OutputOf,
  Panel,
  Segments,
  Skeleton,
  useCall,
  useUrlState,
  useZone,
} from "@naru/ui";
import { useDeferredValue, useState } from "react";
import { type PlannedPlace, replayLoad, type ReplaySettings } from "../../../api.ts";
import styles from "../Capacity.module.css";
import { YamlOffer } from "../YamlOffer.tsx";
import { DAYS, rangeOfDay } from "./days.ts";
import { useReplayText } from "./messages.ts";
import { Replayed } from "./Replayed.tsx";
import { replayedYaml } from "./replayed-yaml.ts";
import { settingsIn, type Typed } from "./settings.ts";
import { SettingFields } from "./SettingFields.tsx";

const STATE = { day: "last", measure: "" };
const NOTHING: Typed = {};

/** What another target, other bounds or a slower start would have meant for the load of a day. */
export function ReplayView({ place }: { readonly place: PlannedPlace }) {
  const t = useReplayText();
  const [{ day: named, measure }, change] = useUrlState(STATE);
  const day = DAYS.find((each) => each === named) ?? "last";
  const [zone] = useZone();
  const [openedAt] = useState(() => Date.now());
  const [typed, setTyped] = useState(NOTHING);
  const asked = useDeferredValue(typed);
  const answer = useCall(replayLoad, {
    ...place,
    ...rangeOfDay(day, zone, openedAt),
    ...(measure === "cpu" || measure === "requests" ? { measure } : {}),
    ...settingsIn(asked),
  });
  return (
    <>
      <div className={styles.choices}>
        <Captioned caption={t("day")}>
          <Segments
            label={t("day")}
            value={day}
            options={DAYS.map((value) => ({ value, label: t(`day_${value}`) }))}
            onChange={(day) => change({ day })}
          />
        </Captioned>
        <MeasureChoice
          answered={answer.data}
          onChange={(measure) => {
            setTyped(NOTHING);
            change({ measure });
          }}
        />
      </div>
      <Answer of={answer} skeleton={<Skeleton height={520} />}>
        {({ replay, autoscaler }) =>
          replay === null ? (
            <Panel>
              <Empty title={t("nothing")}>
                <p>{t("nothingHelp")}</p>
              </Empty>
            </Panel>
          ) : (
            <>
              <SettingFields settings={replay.settings} typed={typed} onType={setTyped} />
              <Replayed replay={replay} />
              <Take place={place} autoscaler={autoscaler} settings={replay.settings} />
            </>
          )
        }
      </Answer>
    </>
  );
}

interface MeasureChoiceProps {
  readonly answered: OutputOf<typeof replayLoad> | undefined;
  readonly onChange: (measure: string) => void;
}

function MeasureChoice({ answered, onChange }: MeasureChoiceProps) {
  const t = useReplayText();
  if (!answered?.replay || answered.measures.length < 2) return null;
  return (
    <Captioned caption={t("measure")}>
      <Segments
        label={t("measure")}
        value={answered.replay.settings.measure}
        options={answered.measures.map((value) => ({ value, label: t(`measure_${value}`) }))}
        onChange={onChange}
      />
    </Captioned>
  );
}

interface TakeProps {
  readonly place: PlannedPlace;
  /** Name of the one that there is; empty: none. */
  readonly autoscaler: string;
  readonly settings: ReplaySettings;
}

function Take({ place, autoscaler, settings }: TakeProps) {
  const t = useReplayText();
  if (place.kind === "DaemonSet") return null;
  const yaml = replayedYaml(place, autoscaler, settings);
  return (
    <YamlOffer
      cluster={place.cluster}
      title={t("take")}
      help={t(settings.measure === "cpu" ? "takeCpu" : "takeRequests")}
      yaml={yaml}
    />
  );
}
