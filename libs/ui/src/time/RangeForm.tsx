import { useState } from "react";
import { Button } from "../control/Button.tsx";
import { Segments } from "../control/Field.tsx";
import { formatInstant, zoneName } from "../format/instant.ts";
import { useUiText } from "../text/messages.ts";
import { absolute, parseInstant, type Range, resolveRange } from "./range.ts";
import styles from "./TimeRangePicker.module.css";
import { useZone } from "./zone.ts";

interface RangeFormProps {
  readonly range: Range;
  readonly onRange: (range: Range) => void;
}

export function RangeForm({ range, onRange }: RangeFormProps) {
  const t = useUiText();
  const [zone, setZone] = useZone();
  const [opened] = useState(() => resolveRange(range, Date.now()));
  const [edited, setEdited] = useState<{ readonly from?: string; readonly to?: string }>({});
  const [invalid, setInvalid] = useState(false);
  const from = edited.from ?? formatInstant(opened.from, zone);
  const to = edited.to ?? formatInstant(opened.to, zone);

  const apply = () => {
    const now = Date.now();
    const span = { from: parseInstant(from, now, zone === "utc"), to: parseInstant(to, now, zone === "utc") };
    if (span.from === undefined || span.to === undefined || span.from >= span.to) return setInvalid(true);
    // A relative text stays relative, so that the range goes on following the clock.
    const relative = from.trim().startsWith("now") && to.trim().startsWith("now");
    return onRange(
      relative ? { from: from.trim(), to: to.trim() } : absolute({ from: span.from, to: span.to }),
    );
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <h3>{t("rangeAbsolute")}</h3>
      <label>
        {t("rangeFrom")}
        <input
          value={from}
          spellCheck={false}
          onChange={(event) => setEdited({ ...edited, from: event.target.value })}
        />
      </label>
      <label>
        {t("rangeTo")}
        <input
          value={to}
          spellCheck={false}
          onChange={(event) => setEdited({ ...edited, to: event.target.value })}
        />
      </label>
      {invalid && (
        <p role="alert" className={styles.invalid}>
          {t("rangeInvalid")}
        </p>
      )}
      <Button look="primary" type="submit">
        {t("rangeApply")}
      </Button>
      <h3>{t("rangeZone")}</h3>
      <Segments
        label={t("rangeZone")}
        value={zone}
        options={[
          { value: "browser", label: `${t("rangeZoneBrowser")} (${zoneName("browser")})` },
          { value: "utc", label: "UTC" },
        ]}
        onChange={setZone}
      />
    </form>
  );
}
