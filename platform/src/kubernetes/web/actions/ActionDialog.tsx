import {
  Answer,
  Button,
  call,
  type Callable,
  Dialog,
  Difference,
  icons,
  ProblemView,
  Skeleton,
  useCall,
} from "@naru/ui";
import type { ReactNode } from "react";
import type { rewritten } from "../../shapes/api.ts";
import styles from "./Actions.module.css";
import { useText } from "../messages.ts";
import { useActionText } from "./messages.ts";
import { useWrite } from "./useWrite.ts";

/** A change that can be tried first: its operation takes `dryRun` and tells what is before and after. */
interface Step {
  readonly operation: Callable & { readonly output: typeof rewritten };
  readonly input: Readonly<Record<string, unknown>>;
}

interface ActionDialogProps {
  readonly title: string;
  /** What comes of it, in one sentence. */
  readonly help: string;
  readonly confirm: string;
  readonly step: Step;
  /** The outcome, as a sentence. */
  readonly done: string;
  readonly undo?: Step | undefined;
  /** Another way back, where the step cannot simply be undone. */
  readonly back?: { readonly label: string; readonly onClick: (before: string) => void } | undefined;
  /** What is asked first. */
  readonly children?: ReactNode;
  /** Whether what was asked is answered. */
  readonly valid?: boolean;
  readonly danger?: boolean;
  readonly onClose: () => void;
}

/** Shows what a change would do before it is done, and after it the way back. */
export function ActionDialog(props: ActionDialogProps) {
  const { title, help, confirm, step, done, undo, back, children, valid = true, onClose } = props;
  const t = useText();
  const texts = useActionText();
  const { phase, start } = useWrite(() => run(step));
  if (phase.name === "done") {
    return (
      <Dialog title={title} onClose={onClose} wide>
        <Outcome done={done} undo={undo} onClose={onClose}>
          {back !== undefined && (
            <Button onClick={() => back.onClick(phase.answer.before)}>{back.label}</Button>
          )}
        </Outcome>
      </Dialog>
    );
  }
  const isBusy = phase.name === "busy";
  return (
    <Dialog title={title} onClose={onClose} wide>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (valid && !isBusy) start();
        }}
      >
        <p className={styles.help}>{help}</p>
        {children}
        {valid && <Preview step={step} />}
        {phase.name === "failed" && <ProblemView error={phase.error} />}
        <footer className={styles.foot}>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look={props.danger ? "danger" : "primary"} disabled={!valid || isBusy}>
            {isBusy ? texts("doing") : confirm}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

const run = ({ operation, input }: Step) => call(operation, input);

function Preview({ step: { operation, input } }: { readonly step: Step }) {
  const t = useActionText();
  // Not asked again once it is done: the change would be tried on top of itself.
  const answer = useCall(operation, { ...input, dryRun: true }, { fixed: true });
  return (
    <section>
      <h3 className={styles.heading}>{t("change")}</h3>
      <Answer of={answer} skeleton={<Skeleton height={120} />}>
        {({ before, after }) =>
          before === after ? (
            <p className={styles.help}>{t("noChange")}</p>
          ) : (
            <Difference label={t("change")} before={before} after={after} />
          )
        }
      </Answer>
    </section>
  );
}

interface OutcomeProps {
  readonly done: string;
  readonly undo: Step | undefined;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

function Outcome({ done, undo, onClose, children }: OutcomeProps) {
  const t = useText();
  const texts = useActionText();
  const { phase, start } = useWrite(() => (undo === undefined ? Promise.resolve(undefined) : run(undo)));
  return (
    <>
      <p role="status" className={styles.done}>
        <icons.IconCheck size={16} aria-hidden />
        {phase.name === "done" ? texts("undone") : done}
      </p>
      {phase.name === "failed" && <ProblemView error={phase.error} retry={start} />}
      <footer className={styles.foot}>
        {children}
        {undo !== undefined && phase.name !== "done" && (
          <Button onClick={start} disabled={phase.name === "busy"}>
            <icons.IconArrowBackUp size={15} aria-hidden />
            {texts("undo")}
          </Button>
        )}
        <Button look="primary" onClick={onClose}>
          {t("close")}
        </Button>
      </footer>
    </>
  );
}
