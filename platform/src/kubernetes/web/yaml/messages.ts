import { catalogue } from "@naru/ui";

export const useYamlText = catalogue(
  "kubernetes-yaml",
  {
    editing: "Edit YAML",
    download: "Download",
    masked: "Values are never shown.",
  },
  {
    editing: "YAML 편집",
    download: "다운로드",
    masked: "값은 표시하지 않습니다.",
  },
);
