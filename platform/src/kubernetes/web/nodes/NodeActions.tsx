import { Button, icons } from "@naru/ui";
import { useState } from "react";
import { cordonNode, type NodeRow } from "../../api.ts";
import { ActionDialog } from "../actions/ActionDialog.tsx";
import { useActionText } from "../actions/messages.ts";
import { DrainDialog } from "./DrainDialog.tsx";
import { useNodeText } from "./messages.ts";

export function NodeActions({ node }: { readonly node: NodeRow }) {
  const t = useActionText();
  const texts = useNodeText();
  const [open, setOpen] = useState<"cordon" | "drain">();
  const close = () => setOpen(undefined);
  return (
    <>
      <Button onClick={() => setOpen("cordon")}>
        {node.isCordoned ? (
          <icons.IconPlayerPlay size={15} aria-hidden />
        ) : (
          <icons.IconPlayerPause size={15} aria-hidden />
        )}
        {node.isCordoned ? t("uncordon") : t("cordon")}…
      </Button>
      <Button onClick={() => setOpen("drain")}>
        <icons.IconLogout size={15} aria-hidden />
        {texts("drain")}…
      </Button>
      {open === "cordon" && <CordonDialog node={node} onClose={close} />}
      {open === "drain" && <DrainDialog cluster={node.cluster} name={node.name} onClose={close} />}
    </>
  );
}

function CordonDialog({ node, onClose }: { readonly node: NodeRow; readonly onClose: () => void }) {
  const t = useActionText();
  const { cluster, name } = node;
  // The page behind learns of it while the dialog still tells the outcome.
  const [cordoned] = useState(!node.isCordoned);
  return (
    <ActionDialog
      title={cordoned ? t("cordonTitle", { name }) : t("uncordonTitle", { name })}
      help={cordoned ? t("cordonHelp") : t("uncordonHelp")}
      confirm={cordoned ? t("cordon") : t("uncordon")}
      step={{ operation: cordonNode, input: { cluster, name, cordoned } }}
      undo={{ operation: cordonNode, input: { cluster, name, cordoned: !cordoned } }}
      done={cordoned ? t("cordonDone", { name }) : t("uncordonDone", { name })}
      onClose={onClose}
    />
  );
}
