import { Button, icons } from "@naru/ui";
import { type ReactNode, useState } from "react";
import type { WorkloadRow } from "../../api.ts";
import { DeleteDialog } from "./DeleteDialog.tsx";
import { useActionText } from "./messages.ts";
import { PauseDialog, RestartDialog, ScaleDialog } from "./WorkloadDialogs.tsx";

const ICON = { size: 15, stroke: 1.7, "aria-hidden": true };
const apiVersions: Readonly<Record<string, string>> = { Job: "batch/v1", CronJob: "batch/v1", Pod: "v1" };

type Dialog = "scale" | "restart" | "pause" | "delete";

/** What can be done with a workload, by its kind. */
export function WorkloadActions({ workload }: { readonly workload: WorkloadRow }) {
  const t = useActionText();
  const [open, setOpen] = useState<Dialog>();
  const close = () => setOpen(undefined);
  const { kind, state } = workload;
  const isHeld = state === "paused" || state === "suspended";
  const can: readonly (readonly [Dialog, boolean, string, ReactNode])[] = [
    [
      "scale",
      kind === "Deployment" || kind === "StatefulSet",
      t("scale"),
      <icons.IconStack2 key="" {...ICON} />,
    ],
    [
      "restart",
      kind === "Deployment" || kind === "StatefulSet" || kind === "DaemonSet",
      t("restart"),
      <icons.IconRefresh key="" {...ICON} />,
    ],
    [
      "pause",
      kind === "Deployment" ||
        kind === "CronJob" ||
        (kind === "Job" && state !== "complete" && state !== "failed"),
      isHeld ? t("resume") : t("pause"),
      isHeld ? <icons.IconPlayerPlay key="" {...ICON} /> : <icons.IconPlayerPause key="" {...ICON} />,
    ],
    ["delete", true, t("deleteIt"), <icons.IconTrash key="" {...ICON} />],
  ];
  return (
    <>
      {can.map(
        ([dialog, allowed, title, icon]) =>
          allowed && (
            <Button key={dialog} onClick={() => setOpen(dialog)}>
              {icon}
              {title}…
            </Button>
          ),
      )}
      {open === "scale" && <ScaleDialog workload={workload} onClose={close} />}
      {open === "restart" && <RestartDialog workload={workload} onClose={close} />}
      {open === "pause" && <PauseDialog workload={workload} paused={!isHeld} onClose={close} />}
      {open === "delete" && (
        <DeleteDialog place={workload} apiVersion={apiVersions[kind] ?? "apps/v1"} onClose={close} />
      )}
    </>
  );
}
