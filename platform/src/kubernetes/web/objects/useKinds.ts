import { useCall } from "@naru/ui";
import { listKinds } from "../../api.ts";

export const useKinds = (cluster: string) => useCall(listKinds, { cluster }, { enabled: cluster !== "" });
