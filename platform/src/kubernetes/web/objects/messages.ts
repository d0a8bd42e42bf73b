import { catalogue } from "@naru/ui";

export const useObjectText = catalogue(
  "kubernetes-objects",
  {
    kinds: "Kinds",
    findKind: "Find a kind",
    custom: "Custom resources",
    choose: "Choose a kind",
    chooseHelp: "Every kind that the cluster serves is in the list, custom resources included.",
    noneOf: "There is no {{kind}} here",
    noneOfHelp: "Look at another namespace, or apply the YAML of one.",
    unknownKind: "The cluster serves no kind {{kind}}",
    unknownKindHelp: "Its definition may have been removed.",
    more: "{{count}} more",
    core: "core",
  },
  {
    kinds: "종류",
    findKind: "종류 찾기",
    custom: "커스텀 리소스",
    choose: "종류를 선택해 주세요",
    chooseHelp: "커스텀 리소스를 포함해 클러스터가 제공하는 모든 종류가 목록에 있습니다.",
    noneOf: "{{kind}} 오브젝트가 없습니다",
    noneOfHelp: "다른 네임스페이스를 고르거나 YAML을 적용해 보세요.",
    unknownKind: "클러스터에 {{kind}} 종류가 없습니다",
    unknownKindHelp: "정의가 삭제되었을 수 있습니다.",
    more: "{{count}}개 더 있음",
    core: "core",
  },
);
