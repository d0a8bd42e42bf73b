import {
  Answer,
  Empty,
  formatBytes,
  formatInstant,
  formatPercent,
  type OutputOf,
  Panel,
  Segments,
  Skeleton,
  Tiles,
  useCall,
  useUrlState,
  useZone,
} from "@naru/ui";
import { formatCores } from "#kubernetes/web/index.ts";
import { adviseSizes, type PlannedPlace } from "../../../api.ts";
import styles from "../Capacity.module.css";
import { YamlOffer } from "../YamlOffer.tsx";
import { ContainerPanel } from "./ContainerPanel.tsx";
import { useSizesText } from "./messages.ts";

type Sized = OutputOf<typeof adviseSizes>;

const STATE = { days: "7" };
const CHOICES = ["1", "7", "14", "30"];
const HOURS_A_WEEK = 168;
const hoursIn = ({ containers }: Sized) => Math.max(0, ...containers.map(({ hours }) => hours));

/** What a workload should request, by what it used, with the saving, as a patch. */
export function SizesView({ place }: { readonly place: PlannedPlace }) {
  const t = useSizesText();
  const [{ days }, change] = useUrlState(STATE);
  const answer = useCall(adviseSizes, { ...place, days: Number(days) });
  return (
    <>
      <div className={styles.views}>
        <Segments
          label={t("days")}
          value={days}
          options={CHOICES.map((value) => ({ value, label: t("lastDays", { days: value }) }))}
          onChange={(days) => change({ days })}
        />
      </div>
      <Answer of={answer} skeleton={<Skeleton height={520} />}>
        {(sized) => (
          <>
            <Outcome sized={sized} />
            {sized.containers.map((container) => (
              <ContainerPanel key={container.name} container={container} target={sized.autoscaling?.target} />
            ))}
            <Patch place={place} sized={sized} />
          </>
        )}
      </Answer>
    </>
  );
}

function Outcome({ sized }: { readonly sized: Sized }) {
  const t = useSizesText();
  const { containers, saving, replicas, autoscaling } = sized;
  const isKnown = containers.some(({ advised }) => advised !== null);
  if (!isKnown) return <TooLittle sized={sized} />;
  const note = t("ofReplicas", { count: replicas });
  return (
    <>
      <Tiles
        tiles={[
          {
            label: t(saving.cpu < 0 ? "moreCpu" : "savingCpu"),
            value: formatCores(Math.abs(saving.cpu)),
            note,
          },
          {
            label: t(saving.memory < 0 ? "moreMemory" : "savingMemory"),
            value: formatBytes(Math.abs(saving.memory)),
            note,
          },
          { label: t("lookedAt"), value: t("hoursOf", { hours: hoursIn(sized) }) },
        ]}
      />
      {hoursIn(sized) < HOURS_A_WEEK && (
        <p role="status" className={styles.note}>
          {t("partWeek")}
        </p>
      )}
      {autoscaling && autoscaling.coresNow !== autoscaling.coresThen && <Autoscaling of={autoscaling} />}
    </>
  );
}

function Autoscaling({ of }: { readonly of: NonNullable<Sized["autoscaling"]> }) {
  const t = useSizesText();
  const { target, coresNow, coresThen } = of;
  return (
    <Panel title={t("autoscaler")}>
      <p className={styles.note}>
        {t("autoscalerHelp", {
          target: formatPercent(target / 100),
          now: formatCores(coresNow),
          after: formatCores(coresThen),
          sooner: t(coresThen < coresNow ? "sooner" : "later"),
        })}
      </p>
    </Panel>
  );
}

function TooLittle({ sized }: { readonly sized: Sized }) {
  const t = useSizesText();
  const [zone] = useZone();
  const { containers, neededHours, enoughAt } = sized;
  if (containers.length === 0) return <p className={styles.note}>{t("noPods")}</p>;
  const hours = hoursIn(sized);
  return (
    <Panel>
      <Empty title={t(enoughAt === null ? "noUse" : "notEnough")}>
        <p>
          {enoughAt === null
            ? t("noUseHelp", { needed: neededHours })
            : t("notEnoughHelp", {
                hours,
                needed: neededHours,
                when: formatInstant(enoughAt, zone, "minute"),
              })}
        </p>
      </Empty>
    </Panel>
  );
}

function Patch({
  place,
  sized: { yaml, containers },
}: {
  readonly place: PlannedPlace;
  readonly sized: Sized;
}) {
  const t = useSizesText();
  if (containers.every(({ advised }) => advised === null)) return null;
  if (yaml === "") return <p className={styles.note}>{t("fits")}</p>;
  return <YamlOffer cluster={place.cluster} title={t("patch")} help={t("patchHelp")} yaml={yaml} />;
}
