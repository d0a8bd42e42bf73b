import {
  Button,
  call,
  Dialog,
  formatInstant,
  icons,
  ProblemView,
  Segments,
  useZone,
  Form,
  FormFoot,
} from "@naru/ui";
import { useState } from "react";
import { createSilence, expireSilence } from "../api.ts";
import { conditionsIn } from "./conditions.ts";
import { useText } from "./messages.ts";
import { useWrite } from "./useWrite.ts";

const durations = ["1", "4", "24", "168"] as const;
type Hours = (typeof durations)[number];

interface SilenceDialogProps {
  /** Conditions to begin with, one a line. */
  readonly conditions: string;
  readonly onClose: () => void;
}

/** Keeps alerts quiet for a while, and takes that back. */
export function SilenceDialog({ conditions, onClose }: SilenceDialogProps) {
  const t = useText();
  const [hours, setHours] = useState<Hours>("4");
  const [comment, setComment] = useState("");
  const [text, setText] = useState(conditions);
  const matchers = conditionsIn(text);
  const { phase, start } = useWrite(() =>
    call(createSilence, { matchers: matchers ?? [], durationSeconds: Number(hours) * 3600, comment }),
  );
  if (phase.name === "done") {
    const { id, endsAt } = phase.answer.silence;
    return (
      <Dialog title={t("silenceTitle")} onClose={onClose}>
        <Silenced id={id} endsAt={endsAt} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t("silenceTitle")} onClose={onClose}>
      <Form
        onSubmit={() => {
          if (phase.name !== "busy" && matchers !== undefined) start();
        }}
      >
        <p>{t("silenceHelp")}</p>
        <label>
          {t("conditions")}
          <textarea
            rows={Math.min(10, Math.max(3, text.split("\n").length))}
            maxLength={20_000}
            spellCheck={false}
            placeholder={'alertname="HighErrorRatio"\nservice_name=~"cart|order"'}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <Segments
          label={t("duration")}
          value={hours}
          options={durations.map((value) => ({
            value,
            label:
              Number(value) < 24 ? t("hours", { count: value }) : t("days", { count: Number(value) / 24 }),
          }))}
          onChange={setHours}
        />
        <label>
          {t("comment")}
          <input
            type="text"
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        </label>
        {phase.name === "failed" && <ProblemView error={phase.error} />}
        <FormFoot>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={phase.name === "busy" || matchers === undefined}>
            {phase.name === "busy" ? t("silencing") : t("silenceIt")}
          </Button>
        </FormFoot>
      </Form>
    </Dialog>
  );
}

interface SilencedProps {
  readonly id: string;
  readonly endsAt: number;
  readonly onClose: () => void;
}

function Silenced({ id, endsAt, onClose }: SilencedProps) {
  const t = useText();
  const [zone] = useZone();
  const { phase, start } = useWrite(() => call(expireSilence, { id }));
  return (
    <Form>
      <p role="status">
        {phase.name === "done" ? t("undone") : t("silencedUntil", { time: formatInstant(endsAt, zone) })}
      </p>
      {phase.name === "failed" && <ProblemView error={phase.error} retry={start} />}
      <FormFoot>
        {phase.name !== "done" && (
          <Button onClick={start} disabled={phase.name === "busy"}>
            <icons.IconArrowBackUp size={15} aria-hidden />
            {t("undo")}
          </Button>
        )}
        <Button look="primary" onClick={onClose}>
          {t("close")}
        </Button>
      </FormFoot>
    </Form>
  );
}
